// Package agenda holds the words of a programme: conference, session, key question, and the
// texts that people wrote for them. It knows nothing of polls, people, storage or HTML.
package agenda
