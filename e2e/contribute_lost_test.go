//go:build e2e

package e2e

import (
	"fmt"
	"testing"
)

func TestATextThatIsOnItsWayWhenThePageIsLoadedAnewIsRecordedOnce(t *testing.T) {
	t.Parallel()
	h, o, id := question(t)
	p := h.writes(o, "phone", phone(), id)
	p.watch.expect("net::ERR_", "htmx:")
	p.types("gap", "Sent just before the reload")
	p.holdReplies("*/contributions")
	p.tap("#foot button")
	p.footSays("saving")
	p.wait("its nonce is kept", `document.getElementById("foot").dataset.state === "saving" && Boolean(JSON.parse(localStorage.getItem("soundings-draft-%d")).unresolved?.nonce)`, id)
	p.wait("it is recorded", `document.querySelector("#question-now .second").textContent.startsWith("1 ")`)
	p.reload()
	p.release()
	p.owns("Sent just before the reload")
	p.holdsText("Sent just before the reload")
	p.tap("#foot button")
	p.footSays("recorded")
	p.owns("Sent just before the reload")
}

func TestASignInPageOfTheHallsNetworkRecordsNothingAndTakesNoText(t *testing.T) {
	t.Parallel()
	h, o, id := question(t)
	p := h.writes(o, "phone", phone(), id)
	p.types("gap", "Typed behind a captive portal")
	p.answerInstead("*/contributions", "<!doctype html><title>Hotel</title><h1>Sign in to the Wi-Fi</h1>")
	p.tap("#foot button")
	p.footSays("not_saved")
	p.holdsText("Typed behind a captive portal")
	p.release()
	p.tap("#foot button")
	p.footSays("recorded")
	p.owns("Typed behind a captive portal")
}

func TestTwoPagesOfAPhoneHoldOneDraft(t *testing.T) {
	t.Parallel()
	h, o, id := question(t)
	p := h.writes(o, "phone", phone(), id)
	second := p.tab(phone())
	second.open(fmt.Sprintf("/k/%d", id))
	second.sees("#contribution")
	p.types("gap", "Typed on the first page")
	second.holdsText("Typed on the first page")
	second.write("#text", "Typed on the second page")
	p.holdsText("Typed on the second page")
	second.tap("#foot button")
	second.footSays("recorded")
	p.holdsText("")
	p.types("gap", "Another one")
	p.tap("#foot button")
	p.footSays("recorded")
	p.owns("Another one", "Typed on the second page")
}
