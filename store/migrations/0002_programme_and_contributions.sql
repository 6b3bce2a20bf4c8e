-- +goose Up
ALTER TABLE conference ADD COLUMN languages TEXT NOT NULL DEFAULT '[]'; -- JSON: tags of the translations
ALTER TABLE conference ADD COLUMN wifi_name TEXT NOT NULL DEFAULT '';
ALTER TABLE conference ADD COLUMN wifi_password TEXT NOT NULL DEFAULT '';
ALTER TABLE conference ADD COLUMN revision INTEGER NOT NULL DEFAULT 1;

CREATE TABLE slot (
	session INTEGER NOT NULL REFERENCES session (id),
	starts  INTEGER NOT NULL, -- seconds since 1970, UTC
	ends    INTEGER NOT NULL CHECK (ends > starts),
	PRIMARY KEY (session, starts)
) STRICT, WITHOUT ROWID;

-- What a participant writes on a key question. The number is never given again in its session.
CREATE TABLE contribution (
	id           INTEGER PRIMARY KEY AUTOINCREMENT,
	session      INTEGER NOT NULL REFERENCES session (id),
	key_question INTEGER NOT NULL REFERENCES key_question (id),
	author       INTEGER NOT NULL REFERENCES participant (id),
	number       INTEGER NOT NULL,
	type         TEXT NOT NULL CHECK (type <> ''),
	text         TEXT NOT NULL, -- JSON: language, text
	folded       TEXT NOT NULL, -- the text as the desk's search compares it
	addressee    TEXT NOT NULL DEFAULT '',
	quotable     INTEGER NOT NULL DEFAULT 0 CHECK (quotable IN (0, 1)),
	written      TEXT NOT NULL CHECK (written IN ('before', 'during', 'after')), -- the window
	state        TEXT NOT NULL DEFAULT 'incoming' CHECK (state IN ('incoming', 'shown', 'set_aside')),
	reason       TEXT NOT NULL DEFAULT '',
	pinned       INTEGER NOT NULL DEFAULT 0 CHECK (pinned IN (0, 1)),
	handled      INTEGER NOT NULL DEFAULT 0, -- desk_log.id of what brought it into its state, 0 while incoming
	revision     INTEGER NOT NULL DEFAULT 1 CHECK (revision > 0),
	nonce        TEXT NOT NULL CHECK (nonce <> ''), -- of the first text
	edit_nonce   TEXT NOT NULL DEFAULT '', -- of the last edit
	minute       INTEGER NOT NULL, -- minutes since 1970, UTC
	UNIQUE (session, number),
	UNIQUE (author, nonce)
) STRICT;

CREATE INDEX contribution_desk ON contribution (session, state, pinned DESC, handled DESC, id);
CREATE INDEX contribution_question ON contribution (key_question, state, pinned DESC, handled DESC, id);
CREATE INDEX contribution_author ON contribution (author, session);

-- What its author withdrew: the row and its text are gone, and a late copy must not bring them back.
CREATE TABLE withdrawn (
	contribution INTEGER PRIMARY KEY,
	author       INTEGER NOT NULL REFERENCES participant (id),
	nonce        TEXT NOT NULL,
	UNIQUE (author, nonce)
) STRICT;

-- What was done at the desk. It holds no text, and outlives a contribution that was withdrawn.
CREATE TABLE desk_log (
	id      INTEGER PRIMARY KEY AUTOINCREMENT,
	session INTEGER NOT NULL REFERENCES session (id),
	number  INTEGER NOT NULL, -- of the contribution in its session
	what    TEXT NOT NULL,
	reason  TEXT NOT NULL DEFAULT '',
	role    TEXT NOT NULL,
	link    INTEGER NOT NULL, -- by which the operator came in, 0 for the organiser's passphrase
	made    INTEGER NOT NULL
) STRICT;

CREATE INDEX desk_log_session ON desk_log (session, id);

-- What the organiser changed in the programme: the rows as they were before, for undo.
CREATE TABLE programme_change (
	id     INTEGER PRIMARY KEY AUTOINCREMENT,
	what   TEXT NOT NULL, -- message key
	about  TEXT NOT NULL, -- JSON: the label of what it concerned
	before TEXT NOT NULL, -- JSON: the rows
	made   INTEGER NOT NULL
) STRICT;

ALTER TABLE session ADD COLUMN removed INTEGER NOT NULL DEFAULT 0 CHECK (removed IN (0, 1));
ALTER TABLE session ADD COLUMN revision INTEGER NOT NULL DEFAULT 1;
ALTER TABLE session ADD COLUMN write_before INTEGER NOT NULL DEFAULT 1 CHECK (write_before IN (0, 1));
ALTER TABLE session ADD COLUMN write_during INTEGER NOT NULL DEFAULT 1 CHECK (write_during IN (0, 1));
ALTER TABLE session ADD COLUMN write_after INTEGER NOT NULL DEFAULT 1 CHECK (write_after IN (0, 1));
ALTER TABLE session ADD COLUMN write_until INTEGER NOT NULL DEFAULT 0; -- 0: the end of its last day
ALTER TABLE session ADD COLUMN ended_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE session ADD COLUMN last_number INTEGER NOT NULL DEFAULT 0; -- of its contributions
ALTER TABLE session ADD COLUMN current_question INTEGER REFERENCES key_question (id);
ALTER TABLE session ADD COLUMN selected INTEGER REFERENCES contribution (id) ON DELETE SET NULL;
ALTER TABLE session ADD COLUMN wall_page INTEGER NOT NULL DEFAULT 1 CHECK (wall_page > 0);

ALTER TABLE key_question ADD COLUMN removed INTEGER NOT NULL DEFAULT 0 CHECK (removed IN (0, 1));
ALTER TABLE key_question ADD COLUMN revision INTEGER NOT NULL DEFAULT 1;
