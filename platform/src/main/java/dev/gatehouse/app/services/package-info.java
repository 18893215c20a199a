/** What Lambda needs of other services, through the one way to call them. */
@NullMarked
package dev.gatehouse.app.services;

import org.jspecify.annotations.NullMarked;
