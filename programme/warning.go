package programme

// Warning is something that an organiser should look at before confirming.
type Warning struct {
	Line    int // in the note, 0 for the whole of it
	Session int // order of the session, 0 for the whole note
	Item    int // number of the item in its session, 0 for none
	Key     string
	Args    map[string]any
}

// The keys of warnings.
const (
	CheckAccessNotStated = "import.check.access_not_stated"
	CheckAccessDisagrees = "import.check.access_disagrees" // Heading, Text: what each says
	CheckAccessInText    = "import.check.access_in_text"   // Text: only the running text says it
	CheckCompound        = "import.check.compound"         // more than one question mark
	CheckMayHoldTwo      = "import.check.may_hold_two"     // "…, and how …"
	CheckFootnoteDropped = "import.check.footnote_dropped" // Text: the footnote
	CheckDuplicateNumber = "import.check.duplicate_number" // Label: used before
	CheckNoTitle         = "import.check.no_title"         // the label stands in for it
	CheckNoItems         = "import.check.no_items"         // a thematic session without key questions
	CheckTooLong         = "import.check.too_long"         // left out, offered as a suggestion
	CheckSubQuestions    = "import.check.sub_questions"    // Count: kept together with the item
	CheckSessionAssumed  = "import.check.session_assumed"  // its heading does not say that it is a session
	CheckEncoding        = "import.check.read_as_windows"  // not UTF-8
)
