/** What tests of all parts share. */
@NullMarked
package dev.gatehouse.testkit;

import org.jspecify.annotations.NullMarked;
