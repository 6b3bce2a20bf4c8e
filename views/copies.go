package views

import "soundings/i18n"

// Copies is how the copies of the conference stand, for organisers.
type Copies struct {
	Folder   bool   // a folder for copies is set; without one there is only the download
	Made     string // day and time of the newest copy in the conference's time zone, "" before the first
	Running  bool
	SameDisk bool
	Fault    string // why none can be made, a word of copies.fault; "" where nothing is wrong
	Since    string // since when, as Made
}

// copies is Copies with its words.
type copies struct {
	*i18n.Printer
	Copies
}

// CopiesBox are the copies as they stand, with their words.
func (p Organise) CopiesBox() copies { return copies{p.Printer, p.Copies} }
