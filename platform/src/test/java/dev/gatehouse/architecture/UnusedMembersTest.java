package dev.gatehouse.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaFieldAccess;
import com.tngtech.archunit.core.domain.JavaFieldAccess.AccessType;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import dev.gatehouse.testkit.ProjectClasses;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Whatever a class offers, the product uses: nothing is there for tests, or left over. */
@Tag("unit")
class UnusedMembersTest {
    private static final JavaClasses CLASSES = ProjectClasses.written();

    /** What is used in a way that no class file shows, or stays unused with a reason. */
    private static final List<String> EXCEPTIONS =
            List.of(
                    "dev.gatehouse.gateway.map.TemplateFunctions.", // called by templates
                    "dev.gatehouse.gateway.map.TemplateInput.", // called by templates
                    "dev.gatehouse.cloudformation.type.ResourceTypes.names", // all, for tests
                    "dev.gatehouse.wire.access.PolicyAuthorizer.knows"); // all, for tests

    /** Members that product code reads, calls or refers to, as {@code class#name}. */
    private final Set<String> used = new HashSet<>();

    /** The same, by classes other than the one that has them and those within it. */
    private final Set<String> usedElsewhere = new HashSet<>();

    @Test
    void theProductUsesWhatItsClassesOffer() {
        CLASSES.forEach(this::note);
        Set<String> found = new TreeSet<>();
        offered()
                .filter(member -> !used.contains(key(member.getOwner(), member.getName())))
                .forEach(member -> found.add(member.getFullName()));
        assertThat(found).as("members that only tests use, or nobody: delete them").isEmpty();
    }

    @Test
    void whatIsPublicIsUsedElsewhere() {
        CLASSES.forEach(this::note);
        Set<String> found = new TreeSet<>();
        offered()
                .filter(member -> member.getModifiers().contains(JavaModifier.PUBLIC))
                .filter(member -> !member.getOwner().isInterface())
                .filter(member -> !usedElsewhere.contains(key(member.getOwner(), member.getName())))
                .forEach(member -> found.add(member.getFullName()));
        assertThat(found).as("public members that only their own class uses").isEmpty();
    }

    private void note(JavaClass type) {
        Stream.concat(
                        type.getAccessesFromSelf().stream(),
                        Stream.concat(
                                type.getMethodReferencesFromSelf().stream(),
                                type.getConstructorReferencesFromSelf().stream()))
                .forEach(this::note);
    }

    private void note(JavaAccess<?> access) {
        if (access instanceof JavaFieldAccess field && field.getAccessType() == AccessType.SET) {
            return;
        }
        JavaClass owner = access.getTargetOwner();
        boolean elsewhere = !outermost(access.getOriginOwner()).equals(outermost(owner));
        lineage(owner)
                .map(type -> key(type, access.getName()))
                .forEach(
                        member -> {
                            used.add(member);
                            if (elsewhere) {
                                usedElsewhere.add(member);
                            }
                        });
    }

    /** What classes offer beyond what they are: no overrides, nothing that tools make or call. */
    private static Stream<? extends JavaMember> offered() {
        return CLASSES.stream()
                .filter(type -> !type.getPackageName().startsWith("dev.gatehouse.aws"))
                .flatMap(type -> type.getMembers().stream())
                .filter(member -> !member.getModifiers().contains(JavaModifier.PRIVATE))
                .filter(member -> !member.getModifiers().contains(JavaModifier.SYNTHETIC))
                .filter(member -> !isMade(member))
                .filter(member -> !isConstant(member))
                .filter(member -> EXCEPTIONS.stream().noneMatch(member.getFullName()::startsWith))
                .filter(member -> !isCalledByTools(member))
                .filter(member -> !overrides(member));
    }

    /** Constructors are as public as their class needs them; records and enums have theirs made. */
    private static boolean isMade(JavaMember member) {
        JavaClass owner = member.getOwner();
        return member.getName().equals("<init>")
                || member.getName().equals("<clinit>")
                || (owner.isRecord() && owner.tryGetField(member.getName()).isPresent())
                || (owner.isEnum() && member.getName().matches("values|valueOf"));
    }

    /** The compiler puts the values of constants in their place. */
    private static boolean isConstant(JavaMember member) {
        return member instanceof JavaField field
                && field.getModifiers().contains(JavaModifier.STATIC)
                && (field.getRawType().isPrimitive()
                        || field.getRawType().isEquivalentTo(String.class)
                        || field.getOwner().isEnum());
    }

    private static boolean isCalledByTools(JavaMember member) {
        return !member.getAnnotations().isEmpty() || member.getName().equals("main");
    }

    private static boolean overrides(JavaMember member) {
        return member instanceof JavaCodeUnit unit
                && lineage(unit.getOwner())
                        .filter(type -> !type.equals(unit.getOwner()))
                        .flatMap(type -> type.getMethods().stream())
                        .anyMatch(method -> method.getName().equals(unit.getName()));
    }

    private static Stream<JavaClass> lineage(JavaClass type) {
        return Stream.concat(
                Stream.of(type),
                Stream.concat(
                        type.getAllRawSuperclasses().stream(),
                        type.getAllRawInterfaces().stream()));
    }

    private static JavaClass outermost(JavaClass type) {
        JavaClass outer = type;
        while (outer.getEnclosingClass().isPresent()) {
            outer = outer.getEnclosingClass().get();
        }
        return outer;
    }

    private static String key(JavaClass owner, String member) {
        return owner.getName() + '#' + member;
    }
}
