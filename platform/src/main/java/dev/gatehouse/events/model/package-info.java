/** What EventBridge keeps. */
@NullMarked
package dev.gatehouse.events.model;

import org.jspecify.annotations.NullMarked;
