/** What a serverless template implies: documents of APIs, and the APIs of events that name none. */
@NullMarked
package dev.gatehouse.cloudformation.sam.implicit;

import org.jspecify.annotations.NullMarked;
