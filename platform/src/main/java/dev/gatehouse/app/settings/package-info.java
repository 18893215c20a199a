/** What an operator may set: every setting with its default, and where they are read from. */
@NullMarked
package dev.gatehouse.app.settings;

import org.jspecify.annotations.NullMarked;
