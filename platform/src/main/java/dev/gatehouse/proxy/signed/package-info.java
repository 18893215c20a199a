/** Who signed a request to an API or a function URL. */
@NullMarked
package dev.gatehouse.proxy.signed;

import org.jspecify.annotations.NullMarked;
