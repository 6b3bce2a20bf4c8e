package feedback

// Action is what was done at the desk with a contribution, as the desk's log keeps it.
type Action string

// What can be done at the desk.
const (
	Show     Action = "show"
	Select   Action = "select" // shown, and alone on the screen
	PutAside Action = "set_aside"
	TakeBack Action = "take_back"
	Pin      Action = "pin"
	Unpin    Action = "unpin"
)

// Actions lists every action.
func Actions() []Action { return []Action{Show, Select, PutAside, TakeBack, Pin, Unpin} }
