/** How values look as JSON, XML, CBOR, forms, event-stream frames and text; shapes say which. */
@NullMarked
package dev.gatehouse.wire.format;

import org.jspecify.annotations.NullMarked;
