/** Proof of the edge on real sockets: good requests, bad ones, slow ones. */
package dev.gatehouse.http;
