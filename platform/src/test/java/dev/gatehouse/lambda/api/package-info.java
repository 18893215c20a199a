/** Lambda's control plane as the AWS SDK for Java sees it, against responses recorded from AWS. */
@NullMarked
package dev.gatehouse.lambda.api;

import org.jspecify.annotations.NullMarked;
