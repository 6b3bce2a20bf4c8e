package views

// Begins are the message keys of what holds for a session before anybody changes it. Tests hold
// each against the program.
func (p OrganiseSession) Begins() []string {
	return []string{
		"begins.hidden", "begins.release", "begins.attribution", "begins.once", "begins.countdown", "begins.files",
	}
}
