// Package programme reads a concept note or a programme, in Markdown or plain text, into a
// preview of its conference, sessions and key questions. It is pure: it opens no file, stores
// nothing, and the same bytes always give the same preview, so that what an organiser confirms
// can be read again from the text that they confirmed.
//
// The way of a text: decode (encoding) -> normalise (lines without markup) -> reader (sessions
// and lists, line by line) -> cover (title, dates, place) -> Preview.
package programme
