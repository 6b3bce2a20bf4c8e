package programme

import (
	"slices"

	"soundings/agenda"
)

// With is the stored programme as it is once the ticked changes are made: sessions and key
// questions in their new order with positions from 1, stored ones with their IDs, new ones without,
// removed ones left out. With every key ticked it is the note's order, with none the stored programme.
func (c Comparison) With(ticked map[string]bool) []agenda.SessionPlan {
	var plans []agenda.SessionPlan
	for i, at := range arranged(len(c.Sessions), func(i int) (pair, []Change) { return c.Sessions[i].pair, c.Sessions[i].Changes }, ticked) {
		plan := c.Sessions[at].with(ticked)
		plan.Session.Position = i + 1
		plans = append(plans, plan)
	}
	return plans
}

func (s ComparedSession) with(ticked map[string]bool) agenda.SessionPlan {
	plan := agenda.SessionPlan{Session: s.Stored}
	if s.Standing == New {
		plan.Session = s.Planned
		for _, question := range s.KeyQuestions {
			plan.KeyQuestions = append(plan.KeyQuestions, question.Planned)
		}
		return plan
	}
	for _, c := range s.Changes {
		if ticked[c.Key] {
			c.Field.take(&plan.Session, s.Planned, s.Planned)
		}
	}
	of := func(i int) (pair, []Change) { return s.KeyQuestions[i].pair, s.KeyQuestions[i].Changes }
	for i, at := range arranged(len(s.KeyQuestions), of, ticked) {
		question := s.KeyQuestions[at].with(ticked)
		question.Position = i + 1
		plan.KeyQuestions = append(plan.KeyQuestions, question)
	}
	return plan
}

func (q ComparedQuestion) with(ticked map[string]bool) agenda.KeyQuestion {
	if q.Standing == New || has(q.Changes, Changed, ticked) {
		return q.Planned
	}
	return q.Stored
}

// arranged are the indexes of what there is once the ticked changes are made, in order. What is new
// or moved stands behind the one that it follows in the note.
func arranged(count int, of func(int) (pair, []Change), ticked map[string]bool) []int {
	var order, placed []int
	for i := range count {
		switch p, changes := of(i); {
		case p.stored < 0 && has(changes, New, ticked), has(changes, Moved, ticked):
			placed = append(placed, i)
		case p.stored >= 0 && !has(changes, Missing, ticked):
			order = append(order, i)
		}
	}
	slices.SortFunc(order, func(a, b int) int {
		first, _ := of(a)
		second, _ := of(b)
		return first.stored - second.stored
	})
	for _, i := range placed {
		order = slices.Insert(order, behind(order, i, of), i)
	}
	return order
}

// behind is the place in an order after the nearest one before i that the note has.
func behind(order []int, i int, of func(int) (pair, []Change)) int {
	for before := i - 1; before >= 0; before-- {
		if p, _ := of(before); p.note < 0 {
			continue
		}
		if at := slices.Index(order, before); at >= 0 {
			return at + 1
		}
	}
	return 0
}

func has(changes []Change, kind Standing, ticked map[string]bool) bool {
	return slices.ContainsFunc(changes, func(c Change) bool { return c.Kind == kind && ticked[c.Key] })
}
