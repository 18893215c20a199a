package dev.gatehouse.cloudformation.type.apigateway;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.resource.Physical;
import dev.gatehouse.cloudformation.resource.Target;

/** How a resource of API Gateway is brought from what it was to what the template now says. */
interface Updates {
    /**
     * @param operations the operations of the resource's type
     */
    void update(
            Target target,
            ApiResource.Operations operations,
            Physical current,
            ObjectNode before,
            ObjectNode declared);
}
