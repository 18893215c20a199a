package dev.gatehouse.ssm;

import dev.gatehouse.store.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One page of parameters in the order of their names.
 *
 * @param next what asks for the page behind it; null when there is none
 */
record ParameterPage(List<StoredParameter> shown, @Nullable String next) {

    /**
     * @param prefix what names start with
     * @param token names the last of the page before; null for the first page
     */
    static ParameterPage collect(
            ParameterCatalog parameters,
            Scope scope,
            String prefix,
            @Nullable String token,
            int most,
            Predicate<StoredParameter> wanted) {
        List<StoredParameter> found = new ArrayList<>();
        String after = token;
        boolean more = true;
        while (more && found.size() <= most) {
            List<StoredParameter> page = parameters.list(scope, prefix, after);
            page.stream().filter(wanted).forEach(found::add);
            more = !ParameterCatalog.isLast(page);
            after = page.isEmpty() ? after : page.getLast().name();
        }
        List<StoredParameter> shown = found.subList(0, Math.min(most, found.size()));
        return new ParameterPage(shown, found.size() > most ? shown.getLast().name() : null);
    }

    /**
     * The number that a token of a page of versions is.
     *
     * @throws dev.gatehouse.kernel.ServiceException InvalidNextToken when it is none
     */
    static long number(@Nullable String token) {
        if (token == null) {
            return 0;
        }
        if (!token.matches("\\d{1,18}")) {
            throw SsmErrors.of("InvalidNextToken", "The specified token isn't valid.");
        }
        return Long.parseLong(token);
    }
}
