// Package report writes what the store holds into files for organisers: CSV for machines, CSV
// for Excel, and JSON of everything. Every figure in a file is the disclosed one.
package report
