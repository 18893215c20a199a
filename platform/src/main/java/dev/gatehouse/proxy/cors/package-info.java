/** Cross-origin requests of browsers to HTTP APIs and function URLs. */
@NullMarked
package dev.gatehouse.proxy.cors;

import org.jspecify.annotations.NullMarked;
