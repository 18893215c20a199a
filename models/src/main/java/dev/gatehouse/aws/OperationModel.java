package dev.gatehouse.aws;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One operation of a service.
 *
 * @param service the service it belongs to
 * @param name AWS's name, such as {@code CreateFunction}
 * @param http how HTTP-bound protocols carry it
 * @param input the shape of the request; a structure without members where the model names none
 * @param output the shape of the response; a structure without members where the model names none
 * @param traits what else is true of it
 */
public record OperationModel(
        ServiceModel service, String name, Http http, Shape input, Shape output, Traits traits) {

    /**
     * @param method the HTTP method
     * @param uri the path with its labels and, after a question mark, fixed query parameters
     * @param status the status of success
     */
    public record Http(String method, String uri, int status) {}

    /**
     * @param errors the errors the model lists
     * @param resultWrapper the element around the query protocol's result
     * @param inputXml the root element of an XML request
     * @param flags what is simply true of it
     */
    public record Traits(
            List<Shape> errors,
            @Nullable String resultWrapper,
            XmlName inputXml,
            Set<Flag> flags) {}

    /** Facts that are simply true or false of an operation. */
    public enum Flag {
        UNSIGNED,
        DEPRECATED
    }

    public List<Shape> errors() {
        return traits.errors();
    }

    /** Whether the operation is called without credentials. */
    public boolean unsigned() {
        return traits.flags().contains(Flag.UNSIGNED);
    }

    /** Whether a newer operation takes its place, on the same path perhaps. */
    public boolean deprecated() {
        return traits.flags().contains(Flag.DEPRECATED);
    }

    @Override
    public String toString() {
        return service.name() + ":" + name;
    }
}
