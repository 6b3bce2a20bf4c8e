-- +goose Up
CREATE TABLE conference (
	id         INTEGER PRIMARY KEY CHECK (id = 1),
	name       TEXT NOT NULL, -- texts that people wrote are JSON: language, text, translations
	theme      TEXT NOT NULL,
	starts     TEXT NOT NULL,
	ends       TEXT NOT NULL,
	place      TEXT NOT NULL,
	room       TEXT NOT NULL,
	time_zone  TEXT NOT NULL,
	language   TEXT NOT NULL,
	join_code  TEXT NOT NULL,
	public_url TEXT NOT NULL,
	passphrase TEXT NOT NULL, -- a slow hash, '' until one is chosen
	sample     INTEGER NOT NULL DEFAULT 0 CHECK (sample IN (0, 1)) -- the facts above are the sample's
) STRICT;

-- Numbers are never given again: old tabs, links and printed codes may still hold them.
CREATE TABLE session (
	id           INTEGER PRIMARY KEY AUTOINCREMENT,
	position     INTEGER NOT NULL,
	number       TEXT NOT NULL,
	label        TEXT NOT NULL,
	title        TEXT NOT NULL,
	type         TEXT NOT NULL,
	access       TEXT NOT NULL CHECK (access <> ''),
	access_text  TEXT NOT NULL,
	starts       TEXT NOT NULL,
	ends         TEXT NOT NULL,
	progress     TEXT NOT NULL CHECK (progress IN ('planned', 'in_progress', 'ended')),
	current_poll INTEGER REFERENCES poll (id),
	code_hidden  INTEGER NOT NULL DEFAULT 0 CHECK (code_hidden IN (0, 1)),
	sample       INTEGER NOT NULL DEFAULT 0 CHECK (sample IN (0, 1)),
	version      INTEGER NOT NULL DEFAULT 1
) STRICT;

CREATE TABLE key_question (
	id       INTEGER PRIMARY KEY AUTOINCREMENT,
	session  INTEGER NOT NULL REFERENCES session (id),
	position INTEGER NOT NULL,
	text     TEXT NOT NULL,
	short    TEXT NOT NULL,
	kind     TEXT NOT NULL,
	compound INTEGER NOT NULL CHECK (compound IN (0, 1))
) STRICT;

CREATE INDEX key_question_session ON key_question (session);

-- The number of a removed draft is never given again: an old tab may still hold it.
CREATE TABLE poll (
	id               INTEGER PRIMARY KEY AUTOINCREMENT,
	session          INTEGER NOT NULL REFERENCES session (id),
	key_question     INTEGER REFERENCES key_question (id),
	position         INTEGER NOT NULL,
	kind             TEXT NOT NULL,
	content          TEXT NOT NULL,
	content_revision INTEGER NOT NULL DEFAULT 1,
	state            TEXT NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'taking_answers', 'closing', 'closed')),
	on_screen        INTEGER NOT NULL DEFAULT 0 CHECK (on_screen IN (0, 1)),
	on_phones        INTEGER NOT NULL DEFAULT 0 CHECK (on_phones IN (0, 1)),
	version          INTEGER NOT NULL DEFAULT 1,
	respondents      INTEGER NOT NULL DEFAULT 0,
	counts           TEXT NOT NULL DEFAULT '[]',
	digest           TEXT NOT NULL DEFAULT '',
	seal             BLOB NOT NULL DEFAULT x''
) STRICT;

CREATE INDEX poll_session ON poll (session);

-- One row per poll and participant, whatever the kind; no time, no address, no order of arrival.
CREATE TABLE ballot (
	poll     INTEGER NOT NULL REFERENCES poll (id),
	voter    INTEGER NOT NULL,
	grp      TEXT NOT NULL,
	answer   TEXT NOT NULL,
	revision INTEGER NOT NULL CHECK (revision > 0),
	nonce    TEXT NOT NULL CHECK (nonce <> ''),
	PRIMARY KEY (poll, voter)
) STRICT, WITHOUT ROWID;

-- Rows are never removed, so that a number never passes to somebody else; one who leaves loses the token.
CREATE TABLE participant (
	id     INTEGER PRIMARY KEY,
	token  BLOB UNIQUE,
	joined INTEGER NOT NULL
) STRICT;

CREATE TABLE link (
	id      INTEGER PRIMARY KEY AUTOINCREMENT,
	session INTEGER REFERENCES session (id), -- none for the organiser's set-up link
	role    TEXT NOT NULL,
	token   BLOB NOT NULL UNIQUE,
	made    INTEGER NOT NULL,
	used    INTEGER NOT NULL DEFAULT 0 CHECK (used IN (0, 1))
) STRICT;

-- One browser of the staff; what it may do is in its grants.
CREATE TABLE staff (
	id    INTEGER PRIMARY KEY AUTOINCREMENT,
	token BLOB NOT NULL UNIQUE
) STRICT;

CREATE TABLE staff_grant (
	staff   INTEGER NOT NULL REFERENCES staff (id) ON DELETE CASCADE,
	role    TEXT NOT NULL,
	session INTEGER NOT NULL, -- 0 for the organiser
	link    INTEGER REFERENCES link (id) ON DELETE CASCADE,
	made    INTEGER NOT NULL,
	seen    INTEGER NOT NULL,
	PRIMARY KEY (staff, role, session)
) STRICT, WITHOUT ROWID;

CREATE INDEX staff_grant_link ON staff_grant (link);
