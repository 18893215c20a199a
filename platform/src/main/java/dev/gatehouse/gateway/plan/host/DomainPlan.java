package dev.gatehouse.gateway.plan.host;

import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Region;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A custom domain name and where its base paths lead.
 *
 * @param name in lower case; its first label may be {@code *}
 */
public record DomainPlan(AccountId account, Region region, String name, List<Mapping> mappings) {

    /** The base path of a mapping for whatever no other is for. */
    public static final String NONE = "(none)";

    /**
     * @param basePath one segment or several, without slashes around; empty or {@link #NONE} for
     *     whatever no other mapping is for
     * @param stage null when the path goes on with a stage's name
     */
    public record Mapping(String basePath, String apiId, @Nullable String stage) {
        public Mapping {
            basePath = basePath.equals(NONE) ? "" : basePath;
        }

        /** What this makes of a path; null when it is not for it. */
        @Nullable Placement place(String path) {
            if (basePath.isEmpty()) {
                return new Placement("", stage, path);
            }
            String base = '/' + basePath;
            boolean leads =
                    path.startsWith(base)
                            && (path.length() == base.length()
                                    || path.charAt(base.length()) == '/');
            return leads ? new Placement(base, stage, path.substring(base.length())) : null;
        }
    }

    /** The longest base path comes first, since it wins. */
    public DomainPlan {
        name = name.toLowerCase(Locale.ROOT);
        mappings =
                mappings.stream()
                        .sorted(Comparator.comparingInt(each -> -each.basePath().length()))
                        .toList();
    }
}
