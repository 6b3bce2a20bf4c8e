// Package e2e drives the built program with a real browser: an organiser, a moderator, the
// screen and phones, as in a hall on plain http. Its tests carry the build tag e2e, the pictures
// of every page the tag shots; both need Chromium.
package e2e
