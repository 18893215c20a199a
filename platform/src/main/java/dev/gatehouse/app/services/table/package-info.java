/** What calls of DynamoDB are about, so that they are judged before they leave for its endpoint. */
@NullMarked
package dev.gatehouse.app.services.table;

import org.jspecify.annotations.NullMarked;
