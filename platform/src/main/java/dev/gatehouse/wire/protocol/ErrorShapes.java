package dev.gatehouse.wire.protocol;

import dev.gatehouse.aws.ErrorTrait;
import dev.gatehouse.aws.Member;
import dev.gatehouse.aws.ServiceModel;
import dev.gatehouse.aws.Shape;
import dev.gatehouse.aws.Structure;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.wire.format.Structures;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Gives a rejection the shape its service's model has for it. */
final class ErrorShapes {
    private ErrorShapes() {}

    /** The values of a modelled error; null when the model does not have it. */
    static @Nullable Structure structure(ServiceModel service, ServiceException error) {
        Shape shape = service.error(error.code());
        if (shape == null) {
            return null;
        }
        Map<String, Object> members = new LinkedHashMap<>(error.members());
        for (Member member : shape.members()) {
            switch (member.name().toLowerCase(Locale.ROOT)) {
                case "message" -> members.putIfAbsent(member.name(), error.text());
                // Lambda's errors say whose fault they are.
                case "type" -> members.putIfAbsent(member.name(), fault(error));
                default -> {}
            }
        }
        // An error that is to be without a member has it empty.
        members.entrySet()
                .removeIf(
                        each -> shape.member(each.getKey()) == null || "".equals(each.getValue()));
        return Structures.fromMap(shape, members);
    }

    private static String fault(ServiceException error) {
        return error.status() < 500 ? "User" : "Service";
    }

    /** The code on the wire of the protocols that have codes of their own: query and XML. */
    static String code(ServiceModel service, ServiceException error) {
        Shape shape = service.error(error.code());
        ErrorTrait trait = shape == null ? null : shape.error();
        String code = trait == null ? null : trait.code();
        return code == null ? error.code() : code;
    }

    /** The shape's name of an error that may be named by its code. */
    static String name(ServiceModel service, ServiceException error) {
        Shape shape = service.error(error.code());
        return shape == null ? error.code() : shape.name();
    }

    /** What is said of an operation that the model has and that has no handler. */
    static String notImplemented(ServiceModel service, String operation) {
        return "The operation " + operation + " of " + service.names().id() + " is not implemented";
    }

    /** {@code Sender} or {@code Receiver}. */
    static String type(ServiceException error) {
        return error.status() < 500 ? "Sender" : "Receiver";
    }
}
