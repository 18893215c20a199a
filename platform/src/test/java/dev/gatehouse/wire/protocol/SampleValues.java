package dev.gatehouse.wire.protocol;

import dev.gatehouse.aws.Location;
import dev.gatehouse.aws.Member;
import dev.gatehouse.aws.Shape;
import dev.gatehouse.aws.Structure;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes a value with every member present; a shape within itself is left out. */
public final class SampleValues {
    /** The services whose models there are. */
    public static final List<String> SERVICES =
            List.of(
                    "lambda",
                    "apigateway",
                    "apigatewayv2",
                    "apigatewaymanagementapi",
                    "iam",
                    "sts",
                    "logs",
                    "cloudformation",
                    "s3",
                    "ssm",
                    "ecr",
                    "cloudwatch",
                    "cognitoidp",
                    "cognitoidentity",
                    "sqs",
                    "sns",
                    "dynamodb",
                    "events",
                    "kinesis",
                    "states");

    private static final Instant MOMENT = Instant.parse("2026-01-02T03:04:05Z");
    private static final String AWKWARD = "a b/c+d%e&f=<g>\"h\" \u00e4\u20ac\ud83d\ude00 ;";

    private final Deque<Shape> within = new ArrayDeque<>();

    public static Structure of(Shape shape) {
        return new SampleValues().structure(shape);
    }

    private Structure structure(Shape shape) {
        Structure.Builder structure = Structure.builder(shape);
        within.push(shape);
        for (Member member : shape.members()) {
            Object value = member.location() == Location.STATUS ? (Object) 200 : value(member);
            structure.set(member.index(), value);
        }
        within.pop();
        return structure.build();
    }

    private @Nullable Object value(Member member) {
        Shape shape = member.shape();
        if (within.contains(shape)) {
            return null;
        }
        return switch (shape.type()) {
            case STRUCTURE -> structure(shape);
            case LIST -> list(shape, member.location());
            case MAP -> map(shape, member.location());
            case STRING -> text(member);
            case BOOLEAN -> true;
            case INTEGER -> 7;
            case LONG -> 1_234_567_890_123L;
            case FLOAT -> 1.5f;
            case DOUBLE -> 2.25;
            case BLOB -> new byte[] {0, 1, (byte) 0xff, 'x'};
            case TIMESTAMP -> MOMENT;
            case DOCUMENT -> Map.of("a", List.of(1, true, "x"));
        };
    }

    private @Nullable Object list(Shape shape, Location location) {
        within.push(shape);
        Member element = located(shape.element(), location);
        Object first = value(element);
        Object second = value(element);
        within.pop();
        return first == null || second == null ? null : List.of(first, second);
    }

    private @Nullable Object map(Shape shape, Location location) {
        within.push(shape);
        Object value = value(located(shape.value(), location));
        within.pop();
        return value == null ? null : Map.of("key-1", value);
    }

    private static Member located(Member part, Location location) {
        Member.Wire wire = part.wire();
        return new Member(
                part.index(),
                part.name(),
                part.shape(),
                new Member.Wire(location, wire.name(), wire.timestampFormat(), wire.xml()),
                part.flags());
    }

    /** Headers carry no characters beyond ASCII; botocore itself looks into a few members. */
    private static @Nullable String text(Member member) {
        if (member.name().equals("Expires")) {
            return null;
        }
        if (member.name().equals("RequestRoute")) {
            return "route";
        }
        return switch (member.location()) {
            case HEADER, HEADERS -> "plain-text 1";
            case BODY, URI, QUERY, STATUS -> AWKWARD;
        };
    }
}
