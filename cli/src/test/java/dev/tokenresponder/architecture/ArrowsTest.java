package dev.tokenresponder.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may use whom, and nothing else. */
class ArrowsTest {
  private static final String ROOT = "dev.tokenresponder.";
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .withImportOption(location -> !location.contains("-tests.jar"))
          .importPackages("dev.tokenresponder");

  @ParameterizedTest(name = "{0} uses {1}")
  @CsvSource({
    "event, ''",
    "net, ''",
    "lineage, event",
    "sigma, net",
    "decode, event net",
    "context, event net",
    "action, event",
    "policy, event net action lineage",
    "incident, event action",
    "respond, event net sigma decode context action policy incident lineage",
    "aws, event net sigma decode context action policy incident lineage respond connectors",
    "connectors, event net sigma decode context action policy incident lineage respond page",
    "gcp, event net sigma decode context action policy incident lineage respond connectors",
    "export, event action incident",
    "page, event action incident",
    "cli, event net sigma decode context action policy incident lineage respond aws gcp connectors export page",
  })
  void a_room_uses_only_its_own(String room, String others) {
    String[] allowed =
        Arrays.stream((room + " " + others).trim().split(" "))
            .map(name -> ROOT + name + "..")
            .toArray(String[]::new);
    classes()
        .that()
        .resideInAPackage(ROOT + room + "..")
        .should()
        .onlyDependOnClassesThat(
            resideOutsideOfPackage("dev.tokenresponder..").or(resideInAnyPackage(allowed)))
        .check(CLASSES);
  }

  @Test
  void the_vocabulary_depends_on_nothing() {
    classes()
        .that()
        .resideInAPackage(ROOT + "event..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(ROOT + "event..", "java..", "org.jspecify..")
        .check(CLASSES);
  }

  @Test
  void the_aws_sdk_lives_in_one_module_and_injection_in_its_handler_layer() {
    noClasses()
        .that(resideOutsideOfPackage(ROOT + "aws..").and(resideOutsideOfPackage(ROOT + "cli")))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("software.amazon..")
        .check(CLASSES);
    noClasses()
        .that(
            resideOutsideOfPackage(ROOT + "aws.function..")
                .and(resideOutsideOfPackage(ROOT + "connectors.notify..")))
        .should()
        .dependOnClassesThat(resideInAPackage("jakarta..").or(resideInAPackage("io.quarkus..")))
        .check(CLASSES);
  }

  @Test
  void googles_libraries_live_in_one_module_and_those_for_pushes_in_its_function_layer() {
    noClasses()
        .that(resideOutsideOfPackage(ROOT + "gcp..").and(resideOutsideOfPackage(ROOT + "cli")))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("com.google.api..", "com.google.auth..", "com.google.cloud..")
        .check(CLASSES);
    noClasses()
        .that(
            resideOutsideOfPackage(ROOT + "gcp.function..")
                .and(resideOutsideOfPackage(ROOT + "connectors..")))
        .should()
        .dependOnClassesThat(
            resideInAPackage("com.google.cloud.functions..").or(resideInAPackage("com.nimbusds..")))
        .check(CLASSES);
  }

  @Test
  void the_database_of_the_command_line_is_known_to_one_room() {
    noClasses()
        .that(resideOutsideOfPackage(ROOT + "cli.state.."))
        .should()
        .dependOnClassesThat(resideInAnyPackage("java.sql..", "javax.sql..", "org.h2.."))
        .check(CLASSES);
    classes()
        .that()
        .resideInAPackage(ROOT + "cli.state..")
        .should()
        .onlyDependOnClassesThat(
            resideOutsideOfPackage("dev.tokenresponder..")
                .or(
                    resideInAnyPackage(
                        ROOT + "cli.state..",
                        ROOT + "incident..",
                        ROOT + "lineage..",
                        ROOT + "action..",
                        ROOT + "event..")))
        .check(CLASSES);
  }

  @Test
  void the_core_takes_time_as_an_argument() {
    noClasses()
        .that()
        .resideInAnyPackage(
            ROOT + "event..",
            ROOT + "sigma..",
            ROOT + "decode..",
            ROOT + "context..",
            ROOT + "lineage..",
            ROOT + "policy..",
            ROOT + "incident..")
        .should()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .check(CLASSES);
  }
}
