package dev.gatehouse.s3.model;

import dev.gatehouse.aws.Member;
import dev.gatehouse.aws.Structure;
import dev.gatehouse.aws.View;
import java.util.Map;

/** Members by name: what the responses of several operations share, their views do not. */
public final class Members {
    private Members() {}

    /**
     * A response with more members.
     *
     * @param members by name in the model; each must be there
     */
    public static Structure added(View response, Map<String, ?> members) {
        Structure.Builder builder = response.data().toBuilder();
        members.forEach(
                (name, value) -> {
                    Member member = response.data().shape().member(name);
                    if (member == null) {
                        throw new IllegalArgumentException(name + " is no member of " + response);
                    }
                    builder.set(member.index(), value);
                });
        return builder.build();
    }
}
