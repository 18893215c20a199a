package dev.gatehouse.lambda.runtimes;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What this machine has of a language for functions.
 *
 * @param language what the ids of its runtimes start with, such as {@code python}
 * @param programs version and path of each interpreter that was found, those of the search path
 *     first; empty where its functions cannot run
 */
public record RuntimeSurvey(String language, List<String> programs) {
    private static final List<Language> INTERPRETED =
            List.of(Language.PYTHON, Language.NODEJS, Language.JAVA, Language.RUBY);

    /**
     * Looks for the interpreters of all languages that need one. Blocks: asks programs for their
     * versions.
     *
     * @param environment the environment variables of who would run the node
     */
    public static List<RuntimeSurvey> of(Map<String, String> environment) {
        Installations installations = new Installations(environment);
        List<RuntimeSurvey> found = new ArrayList<>();
        for (Language language : INTERPRETED) {
            List<String> programs =
                    installations.of(language).found().stream()
                            .map(each -> each.version() + "  " + each.executable())
                            .distinct()
                            .toList();
            found.add(new RuntimeSurvey(language.prefix(), programs));
        }
        return found;
    }
}
