package dev.gatehouse.gateway.resource;

import static dev.gatehouse.gateway.resource.ServiceErrors.badRequest;

import dev.gatehouse.aws.Member;
import dev.gatehouse.aws.Shape;
import dev.gatehouse.aws.Structure;
import dev.gatehouse.aws.View;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How one of the two services words its lists.
 *
 * @param limit the member of requests that limits a page
 * @param position the member of requests and responses that says where the next page starts
 * @param items the member of responses that lists resources
 * @param usual how long a page is when the request does not say
 * @param invalid AWS's rejection of another limit; {@code %s} is the limit
 */
public record Dialect(String limit, String position, String items, int usual, String invalid) {
    private static final int LONGEST = 500;

    /** How long a page may be: what the request says, up to AWS's longest. */
    public int limit(View request) {
        Object asked = request.data().value(limit);
        if (asked == null || asked.equals("")) {
            return usual;
        }
        String number = asked.toString();
        if (!number.matches("[0-9]{1,9}") || Integer.parseInt(number) < 1) {
            throw badRequest(invalid.formatted(number));
        }
        return Math.min(Integer.parseInt(number), LONGEST);
    }

    /** Where a page starts; null for the first. */
    public @Nullable String position(View request) {
        return (String) request.data().value(position);
    }

    /** A page as the output shape of a list shows it. */
    <T> Structure page(Shape output, Page<T> page, Function<T, ? extends View> look) {
        Member list = member(output, items);
        Shape row = list.shape().element().shape();
        return Structure.builder(output)
                .set(
                        list.index(),
                        page.items().stream()
                                .map(look)
                                .map(item -> Structures.as(row, item.data()))
                                .toList())
                .set(member(output, position).index(), page.next())
                .build();
    }

    private static Member member(Shape output, String name) {
        Member member = output.member(name);
        if (member == null) {
            throw new IllegalArgumentException(output + " has no " + name);
        }
        return member;
    }
}
