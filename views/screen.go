package views

import "io"

// Screen draws the projector's page.
func (v *Views) Screen(w io.Writer, p Screen) error { return v.page(w, "screen", p) }

// ScreenFrame draws the pushed frame of the projector's page.
func (v *Views) ScreenFrame(w io.Writer, p Screen) error { return v.part(w, "screen", p) }
