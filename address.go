package main

import (
	"fmt"
	"net"
	"net/url"
	"strings"
)

// reachable lists the URLs by which other machines reach a listener, likely ones first: this
// machine's addresses on networks that are up, but for loopback and link-local ones.
func reachable(scheme string, bound net.Addr) []string {
	address, ok := bound.(*net.TCPAddr)
	if !ok || address.IP.IsLoopback() {
		return nil
	}
	if !address.IP.IsUnspecified() {
		return []string{urlOf(scheme, address.IP.String(), address.Port)}
	}
	all, err := net.InterfaceAddrs()
	if err != nil {
		return nil
	}
	var likely, others []string
	for _, one := range all {
		network, ok := one.(*net.IPNet)
		if !ok || !network.IP.IsGlobalUnicast() || network.IP.IsLoopback() {
			continue
		}
		found := urlOf(scheme, network.IP.String(), address.Port)
		if network.IP.To4() != nil {
			likely = append(likely, found)
		} else {
			others = append(others, found)
		}
	}
	return append(likely, others...)
}

// urlOf leaves out the port that a scheme stands for.
func urlOf(scheme, host string, port int) string {
	address := url.URL{Scheme: scheme, Host: net.JoinHostPort(host, fmt.Sprint(port))}
	if scheme == "http" && port == 80 || scheme == "https" && port == 443 {
		address.Host = strings.TrimSuffix(address.Host, fmt.Sprint(":", port))
	}
	return address.String()
}

func (h *host) onThisMachine() string {
	scheme, port := "http", 0
	if h.secured != nil {
		scheme = "https"
	}
	if address, ok := h.bound.(*net.TCPAddr); ok {
		port = address.Port
	}
	return urlOf(scheme, "127.0.0.1", port)
}
