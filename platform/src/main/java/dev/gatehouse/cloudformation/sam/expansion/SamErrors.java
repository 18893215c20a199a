package dev.gatehouse.cloudformation.sam.expansion;

import dev.gatehouse.cloudformation.template.TemplateErrors;
import dev.gatehouse.kernel.ServiceException;

/** What SAM says of a template that it cannot expand. */
public final class SamErrors {
    private SamErrors() {}

    /** Of a resource. */
    public static ServiceException resource(String id, String message) {
        return TemplateErrors.of("Resource with id [%s] is invalid. %s", id, message);
    }

    /** Of an event of a resource. */
    public static ServiceException event(String resource, String event, String message) {
        return resource(resource, "Event with id [" + event + "] is invalid. " + message);
    }

    /** Of the whole template. */
    public static ServiceException template(String message) {
        return TemplateErrors.of("Structure of the SAM template is invalid. %s", message);
    }
}
