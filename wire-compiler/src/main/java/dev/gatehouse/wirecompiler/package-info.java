/** Build time only: turns the facts in models/*.json into tables, views and operation constants. */
@NullMarked
package dev.gatehouse.wirecompiler;

import org.jspecify.annotations.NullMarked;
