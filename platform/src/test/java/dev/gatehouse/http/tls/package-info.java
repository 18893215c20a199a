/** Certificates, tested. */
@NullMarked
package dev.gatehouse.http.tls;

import org.jspecify.annotations.NullMarked;
