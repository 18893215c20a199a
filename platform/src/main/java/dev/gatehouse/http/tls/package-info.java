/** Certificates: the node's own authority and what it issues. */
@NullMarked
package dev.gatehouse.http.tls;

import org.jspecify.annotations.NullMarked;
