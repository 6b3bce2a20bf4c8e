package views

import "io"

// Failure draws the page of an error: what happened, and a way on.
func (v *Views) Failure(w io.Writer, p Failure) error { return v.page(w, "failure", p) }
