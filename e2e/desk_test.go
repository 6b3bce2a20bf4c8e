//go:build e2e

package e2e

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
)

// operator is somebody at the desk of session 1.
func (h *hall) operator(name, link string) *person {
	h.t.Helper()
	p := h.person(name, desk())
	p.open(link)
	p.wait("the desk", `location.pathname === "/desk/1" && document.getElementById("queue")`)
	return p
}

func (o *hand) deskLink() string {
	o.t.Helper()
	found := regexp.MustCompile(`/enter#[^"]+`).FindString(o.post("/organise/sessions/1/links", "role", "desk"))
	if found == "" {
		o.t.Fatal("no link for the desk")
	}
	return found
}

func (p *person) fate(id int, says string) {
	p.t.Helper()
	p.wait("contribution "+fmt.Sprint(id)+" is marked", `document.querySelector("#c-%d .fate")?.textContent.includes(%s)`, id, quoted(says))
}

func TestADeskWithTwoOperators(t *testing.T) {
	t.Parallel()
	h := openHall(t)
	o := h.organiserHand()
	o.importNote("open", "closed", "open")
	o.progress(1, "in_progress")
	code, question := o.code(), o.firstKeyQuestion(1)
	h.contributes(code, question, "challenge", "en", "Courses arrive in one language.")
	named := h.contributes(code, question, "gap", "en", "The course by the African Union had no follow-up.")
	h.contributes(code, question, "lesson_learned", "ar", "الجامعات المحلية أبقت البرنامج حياً.")
	link := o.deskLink()
	one, two := h.operator("first operator", link), h.operator("second operator", link)
	const items = `[...document.querySelectorAll("#items .item")].map(item => item.id).join(" ")`
	for _, p := range []*person{one, two} {
		p.wait("the same queue", items+` === "c-1 c-2 c-3"`)
		if got := p.text("#words-2 .named"); !strings.Contains(got, "African Union") || !strings.Contains(got, "Organization:") {
			t.Errorf("marked in the text: %q", got)
		}
	}

	// Half a search, half a reason: what the other does takes nothing of it away.
	one.tap("#narrow-down summary")
	one.write("#desk-search", "half a word")
	two.tap("#aside-2 summary")
	two.choose("#reason-2", "names_somebody")
	one.tap("#show-1")
	one.fate(1, "Shown.")
	two.fate(1, "Another operator has shown it.")
	if left := read[string](two, `document.getElementById("reason-2").value + " " + document.getElementById("aside-2").open + " " + `+items); left != "names_somebody true c-1 c-2 c-3" {
		t.Errorf("the second operator's list became %q", left)
	}
	two.tap("#set-aside-2")
	two.fate(2, "Set aside.")
	one.fate(2, "Another operator has set it aside.")
	if left := read[string](one, `document.getElementById("desk-search").value`); left != "half a word" {
		t.Errorf("the search became %q", left)
	}
	if page := named.see(fmt.Sprintf("/k/%d", question)); !strings.Contains(page, "It names a person, a State or an organization.") {
		t.Error("the author's phone does not say why it was set aside")
	}

	// Too late: the first sees what the second did only when acting.
	one.watch.expect("status of 409")
	one.hold("*/news*")
	o.post("/desk/1/contributions/3/select", "revision", "1", "state", "incoming")
	one.tap("#aside-3 summary")
	one.choose("#reason-3", "off_the_question")
	one.tap("#set-aside-3")
	one.fate(3, "Another operator has shown it.")
	one.release()
	one.reload()

	h.contributes(code, question, "recommendation", "en", "Fund the second year before the first begins.")
	one.wait("the new one, by itself in an empty list", items+` === "c-4"`)
	one.tap("#tab-shown")
	one.wait("what is shown, the newest first", items+` === "c-3 c-1"`)
	one.tap("#pin-1")
	one.wait("pinned", `document.querySelector("#c-1.pinned")`)
	one.tap("#tab-shown")
	one.wait("the pinned one first", items+` === "c-1 c-3"`)
	one.tap("#narrow-down summary")
	one.write("#desk-search", "COURSES")
	one.tap(".narrowing button")
	one.wait("what was searched for", items+` === "c-1" && location.search.includes("search=COURSES")`)
	one.open("/desk/1/log")
	if rows := read[int](one, `document.querySelectorAll(".log tbody tr").length`); rows != 4 {
		t.Errorf("the log has %d lines", rows)
	}
}

func TestAnEmptyDeskFillsByItself(t *testing.T) {
	t.Parallel()
	h := openHall(t)
	o := h.organiserHand()
	o.importNote("open", "closed", "open")
	o.progress(1, "in_progress")
	code, question := o.code(), o.firstKeyQuestion(1)
	tablet := desk()
	tablet.width, tablet.height = 1180, 820
	p := h.person("operator at a tablet", tablet)
	p.open(o.deskLink())
	p.wait("an empty queue", `document.querySelector("#items .empty")`)
	h.contributes(code, question, "challenge", "en", "Courses arrive in one language.")
	p.wait("it stands there", `document.getElementById("c-1")`)
	h.contributes(code, question, "gap", "en", "Nobody measures the level.")
	p.wait("the second is offered and moves nothing", `document.querySelector("#desk-new a") && !document.getElementById("c-2")`)
	p.wait("where it can be seen", `document.querySelector("#desk-new a").getBoundingClientRect().bottom <= innerHeight`)
	p.wait("three columns stand side by side", `document.getElementById("desk-order").getBoundingClientRect().right <= document.getElementById("queue").getBoundingClientRect().left`)
	p.tap("#desk-new a")
	p.wait("both stand there", `document.getElementById("c-2")`)
}

func TestTheDeskWithoutScriptDoesTheSame(t *testing.T) {
	t.Parallel()
	h := openHall(t)
	o := h.organiserHand()
	o.importNote("open", "closed", "open")
	o.progress(1, "in_progress")
	h.contributes(o.code(), o.firstKeyQuestion(1), "challenge", "en", "Courses arrive in one language.")
	d := desk()
	d.script = false
	p := h.person("organiser without script", d)
	p.open("/sign-in?next=/desk/1")
	p.write("#passphrase", passphrase)
	p.tap(`form[action="/sign-in"] button`)
	p.wait("the desk", `location.pathname === "/desk/1"`)
	p.tap("#aside-1 summary")
	p.choose("#reason-1", "already_said")
	p.tap("#set-aside-1")
	p.wait("it is not in the queue any more", `document.querySelectorAll("#items .item").length === 0`)
	p.tap("#tab-set_aside")
	p.wait("it stands under set aside", `document.querySelector("#c-1 .reason")`)
	p.tap("#back-1")
	p.wait("it was taken back", `document.querySelectorAll("#items .item").length === 0`)
}

// overflow is what of the board lies over something else or outside the window, "" for nothing.
const overflow = `(() => {
  const box = element => element?.getBoundingClientRect();
  const head = box(document.querySelector(".board-head")), foot = box(document.querySelector(".board-foot"));
  if (!head) return "no board";
  const wrong = foot.bottom > innerHeight + 1 ? ["the foot is cut"] : [];
  for (const text of document.querySelectorAll(".filling")) {
    const range = document.createRange();
    range.selectNodeContents(text);
    const at = range.getBoundingClientRect();
    if (at.bottom > foot.top + 1) wrong.push("a text lies over the foot by " + Math.round(at.bottom - foot.top));
    if (at.top < head.bottom - 1) wrong.push("a text lies over the head");
    if (at.right > innerWidth || at.left < 0) wrong.push("a text is wider than the window");
  }
  return wrong.join(", ");
})()`

func TestEveryTextFitsOnTheScreen(t *testing.T) {
	t.Parallel()
	h := openHall(t)
	o := h.organiserHand()
	o.importNote("open", "closed", "open")
	o.progress(1, "in_progress")
	code, question := o.code(), o.firstKeyQuestion(1)
	longest := func(text string) string { return string([]rune(strings.Repeat(text, 500))[:500]) }
	screen := h.person("screen", still(wall()))
	screen.open("/sign-in?next=/screen/1")
	screen.write("#passphrase", passphrase)
	screen.tap(`form[action="/sign-in"] button`)
	screen.wait("the screen", `location.pathname === "/screen/1"`)
	fits := func(what string) {
		t.Helper()
		for _, size := range [][2]int64{{1920, 1080}, {1280, 720}, {1280, 800}, {1024, 768}} {
			screen.size(size[0], size[1], false)
			if wrong := read[string](screen, overflow); wrong != "" {
				t.Errorf("%s at %d by %d: %s", what, size[0], size[1], wrong)
			}
		}
	}
	o.post("/desk/1/screen", "question", fmt.Sprint(question))
	screen.wait("the question", `document.querySelector(".board.asking")`)
	fits("the key question")
	texts := []struct{ lang, text string }{
		{"en", longest("Capacity that lasts needs people who stay, and money that comes in time. ")}, {"en", longest("W")},
		{"ar", longest("الجامعات المحلية أبقت البرنامج حياً بعد انتهاء المنحة. ")}, {"zh", longest("在我们国家，加强能力建设需要更多时间。")},
		{"ru", longest("Устойчивость требует людей, которые остаются. ")}, {"en", strings.Repeat("👨‍👩‍👧‍👦", 200)}, {"en", "Short."},
	}
	for i, one := range texts {
		h.contributes(code, question, "challenge", one.lang, one.text)
		o.post(fmt.Sprintf("/desk/1/contributions/%d/select", i+1), "revision", "1", "state", "incoming")
		screen.wait("selected", `document.querySelector(".board.selected .board-foot")?.textContent.includes("Contribution %d")`, i+1)
		fits(fmt.Sprintf("selected contribution %d", i+1))
	}
	pages := len(texts)
	for page := 1; page <= pages; page++ {
		o.post("/desk/1/screen", "question", fmt.Sprint(question), "page", fmt.Sprint(page))
		screen.wait("the wall", `document.querySelector(".board.wall .board-foot")?.textContent.includes("Page %d of")`, page)
		pages = read[int](screen, `Number(document.querySelector(".board-foot").textContent.match(/of (\d+)/)[1])`)
		fits(fmt.Sprintf("page %d of the wall", page))
	}
}
