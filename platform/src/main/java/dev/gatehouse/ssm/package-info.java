/**
 * Systems Manager's Parameter Store: values by name, with versions and labels. The rest of Systems
 * Manager is not there.
 */
@NullMarked
package dev.gatehouse.ssm;

import org.jspecify.annotations.NullMarked;
