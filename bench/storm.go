package main

func (b *bench) storm() error { return nil }
