/** How integrations connect to backends: through VPC links, and with which TLS. */
@NullMarked
package dev.gatehouse.gateway.integrate.link;

import org.jspecify.annotations.NullMarked;
