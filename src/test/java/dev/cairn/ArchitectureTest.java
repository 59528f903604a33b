package dev.cairn;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.Externalizable;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds the cut of the packages: imports point downward only, and only a device knows which backends there are. */
class ArchitectureTest {

    /** From bottom to top; the packages of one line may import each other. A new package takes its place here. */
    private static final List<List<String>> LAYERS = List.of(
            List.of("dev.cairn.backend.."),
            List.of("dev.cairn", "dev.cairn.autodiff.."),
            List.of("dev.cairn.files.."),
            List.of("dev.cairn.nn..", "dev.cairn.loss..", "dev.cairn.optim.."),
            List.of("dev.cairn.data.."),
            List.of("dev.cairn.metrics..", "dev.cairn.train..", "dev.cairn.serve.."),
            List.of("dev.cairn.io..", "dev.cairn.report..", "dev.cairn.search..", "dev.cairn.bench.."),
            List.of("dev.cairn.dashboard.."),
            List.of("dev.cairn.cli.."));

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.cairn");

    @Test
    void importsPointDownward() {
        for (int i = 0; i < LAYERS.size() - 1; i++) {
            noClasses().that().resideInAnyPackage(packages(LAYERS.subList(i, i + 1)))
                    .should().dependOnClassesThat()
                    .resideInAnyPackage(packages(LAYERS.subList(i + 1, LAYERS.size())))
                    .allowEmptyShould(true)
                    .check(CLASSES);
        }
    }

    @Test
    void everyPackageHasItsPlaceInTheOrder() {
        assertThat(CLASSES).isNotEmpty();
        assertThat(CLASSES.that(JavaClass.Predicates.resideOutsideOfPackages(packages(LAYERS))))
                .extracting(JavaClass::getPackageName)
                .as("packages that LAYERS does not name").isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"reference", "cpu", "cuda"})
    void backendsKnowOnlyTheContract(String backend) {
        String own = "dev.cairn.backend." + backend + "..";
        noClasses().that().resideInAPackage(own)
                .should().dependOnClassesThat(cairnOutside("dev.cairn.backend", own))
                .allowEmptyShould(true)
                .check(CLASSES);
        noClasses().that(cairnOutside("dev.cairn", own))
                .should().dependOnClassesThat().resideInAPackage(own)
                .because("dev.cairn opens backends; everything else holds a device")
                .check(CLASSES);
    }

    @Test
    void onlyTheCudaBackendImportsJcuda() {
        noClasses().that().resideOutsideOfPackage("dev.cairn.backend.cuda..")
                .should().dependOnClassesThat().resideInAnyPackage("jcuda..")
                .check(CLASSES);
    }

    @Test
    void nothingUsesJavaSerialization() {
        noClasses().should().dependOnClassesThat().belongToAnyOf(
                Serializable.class, Externalizable.class, ObjectInputStream.class, ObjectOutputStream.class)
                .check(CLASSES);
    }

    @Test
    void everyPackageSaysWhatItIsFor() throws IOException {
        Set<Path> silent = new TreeSet<>();
        try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
            silent.addAll(sources.filter(file -> file.toString().endsWith(".java"))
                    .map(Path::getParent)
                    .collect(Collectors.toSet()));
        }
        assertThat(silent).isNotEmpty();
        silent.removeIf(folder -> Files.exists(folder.resolve("package-info.java")));
        assertThat(silent).as("packages without a package-info.java").isEmpty();
    }

    private static DescribedPredicate<JavaClass> cairnOutside(String... packages) {
        return JavaClass.Predicates.resideInAPackage("dev.cairn..")
                .and(JavaClass.Predicates.resideOutsideOfPackages(packages));
    }

    private static String[] packages(List<List<String>> layers) {
        return layers.stream().flatMap(List::stream).toArray(String[]::new);
    }
}
