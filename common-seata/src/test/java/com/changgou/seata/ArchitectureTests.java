package com.changgou.seata;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.springframework.boot.autoconfigure.AutoConfiguration;

@AnalyzeClasses(packages = "com.changgou.seata", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTests {

    @ArchTest
    static final ArchRule KNOWS_NO_BUSINESS = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.changgou.order..", "com.changgou.goods..");

    @ArchTest
    static final ArchRule PACKAGES_HAVE_NO_CYCLES =
            slices().matching("com.changgou.seata.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule AUTO_CONFIGURATIONS_ARE_NAMED_SO = classes()
            .that()
            .areAnnotatedWith(AutoConfiguration.class)
            .should()
            .haveSimpleNameEndingWith("AutoConfiguration");
}
