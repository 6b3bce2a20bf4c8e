package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"time"

	"soundings/poll"
)

// querier is a transaction of a reader or of the writer.
type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// scanner is one row.
type scanner interface{ Scan(into ...any) error }

// list reads every row of a query.
func list[T any](ctx context.Context, q querier, scan func(scanner) (T, error), query string, args ...any) ([]T, error) {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []T
	for rows.Next() {
		one, err := scan(rows)
		if err != nil {
			return nil, err
		}
		all = append(all, one)
	}
	return all, rows.Err()
}

// one reads the row of a query that yields at most one; none is poll.ErrNotFound.
func one[T any](ctx context.Context, q querier, scan func(scanner) (T, error), query string, args ...any) (T, error) {
	found, err := scan(q.QueryRowContext(ctx, query, args...))
	if errors.Is(err, sql.ErrNoRows) {
		return found, poll.ErrNotFound
	}
	return found, err
}

func scanValue[T any](row scanner) (T, error) {
	var value T
	err := row.Scan(&value)
	return value, err
}

// values is a row of the driver's own, read as scan functions read one of database/sql.
type values []driver.Value

func (v values) Scan(into ...any) error {
	if len(v) != len(into) {
		return fmt.Errorf("row has %d columns, not %d", len(v), len(into))
	}
	for i, target := range into {
		if err := scanDriverValue(v[i], target); err != nil {
			return fmt.Errorf("column %d: %w", i, err)
		}
	}
	return nil
}

func scanDriverValue(stored driver.Value, into any) error {
	if column, ok := into.(sql.Scanner); ok {
		return column.Scan(stored)
	}
	target := reflect.ValueOf(into).Elem()
	number, isNumber := stored.(int64)
	text, isText := stored.(string)
	switch {
	case isNumber && target.CanInt():
		target.SetInt(number)
	case isNumber && target.Kind() == reflect.Bool:
		target.SetBool(number != 0)
	case isText && target.Kind() == reflect.String:
		target.SetString(text)
	default:
		return fmt.Errorf("%T does not fit into %T", stored, into)
	}
	return nil
}

// encode stores a value as JSON text in one column.
func encode(value any) driver.Valuer { return jsonValue{value} }

type jsonValue struct{ value any }

func (j jsonValue) Value() (driver.Value, error) {
	text, err := json.Marshal(j.value)
	return string(text), err
}

// asJSON reads a column of JSON text into a value.
func asJSON[T any](into *T) sql.Scanner { return jsonColumn[T]{into} }

type jsonColumn[T any] struct{ into *T }

func (c jsonColumn[T]) Scan(stored any) error {
	text, ok := stored.(string)
	if !ok {
		return fmt.Errorf("column holds %T, not text", stored)
	}
	return json.Unmarshal([]byte(text), c.into)
}

// asTime reads a column of seconds since 1970; 0 is the zero time.
func asTime(into *time.Time) sql.Scanner { return timeColumn{into} }

type timeColumn struct{ into *time.Time }

func (c timeColumn) Scan(stored any) error {
	seconds, ok := stored.(int64)
	if !ok {
		return fmt.Errorf("column holds %T, not a time", stored)
	}
	*c.into = time.Time{}
	if seconds != 0 {
		*c.into = time.Unix(seconds, 0).UTC()
	}
	return nil
}

// seconds stores a time as asTime reads it.
func seconds(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.Unix()
}

// negated reads a column that says the opposite.
type negated struct{ into *bool }

func (n negated) Scan(stored any) error {
	holds, ok := stored.(int64)
	if !ok {
		return fmt.Errorf("column holds %T, not 0 or 1", stored)
	}
	*n.into = holds == 0
	return nil
}
