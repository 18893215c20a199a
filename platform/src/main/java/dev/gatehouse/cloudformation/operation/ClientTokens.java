package dev.gatehouse.cloudformation.operation;

import dev.gatehouse.client.CallerIdentity;
import dev.gatehouse.cloudformation.stack.Stack;
import dev.gatehouse.cloudformation.stack.StackEvent;
import dev.gatehouse.cloudformation.stack.Terms;
import dev.gatehouse.cloudformation.stack.Terms.Kind;
import dev.gatehouse.kernel.ServiceException;
import java.util.Objects;
import java.util.Optional;

/** The tokens by which clients name their requests, so that a second try does nothing twice. */
final class ClientTokens {
    private final Stacks stacks;

    ClientTokens(Stacks stacks) {
        this.stacks = stacks;
    }

    /**
     * Whether a request was made before: by its token, which a client gives again when it tries
     * again.
     *
     * @throws ServiceException TokenAlreadyExistsException when it was another request then
     */
    boolean isRepeated(CallerIdentity identity, Stack stack, Terms terms) {
        String token = terms.origin().token();
        if (token == null) {
            return false;
        }
        Optional<Kind> known =
                stacks.events(identity, stack).stream()
                        .map(StackEvent::origin)
                        .filter(Objects::nonNull)
                        .filter(origin -> token.equals(origin.token()))
                        .map(Terms.Origin::kind)
                        .findFirst();
        if (known.isPresent() && known.get() != terms.origin().kind()) {
            throw new ServiceException(
                    "TokenAlreadyExistsException", 400, "Token " + token + " already exists");
        }
        return known.isPresent();
    }
}
