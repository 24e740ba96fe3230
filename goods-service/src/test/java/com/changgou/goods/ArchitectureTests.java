package com.changgou.goods;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "com.changgou.goods", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTests {

    private static final String[] MODES = {"com.changgou.goods.at", "com.changgou.goods.tcc", "com.changgou.goods.xa"};

    @ArchTest
    static final ArchRule ONLY_TCC_IS_WRITTEN_FOR_SEATA = noClasses()
            .that()
            .resideOutsideOfPackage("com.changgou.goods.tcc")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.seata..");

    @ArchTest
    static final ArchRule BUSINESS_KNOWS_NO_FAULTS_AND_NO_PROOFS = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.changgou.fault..", "com.changgou.launcher..");

    @ArchTest
    static final ArchRule MODES_KNOW_NOTHING_OF_EACH_OTHER =
            slices().matching("com.changgou.goods.(*)").should().notDependOnEachOther();

    @ArchTest
    static final ArchRule DOMAIN_KNOWS_NO_MODE = noClasses()
            .that()
            .resideInAPackage("com.changgou.goods")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(MODES);

    @ArchTest
    static final ArchRule PUBLIC_IS_ONLY_WHAT_THE_MODES_NEED = classes()
            .that()
            .resideInAPackage("com.changgou.goods")
            .and()
            .areTopLevelClasses()
            .and()
            .haveNameNotMatching(".*\\.(DeductStock|PricedLine|Stock|GoodsServiceApplication)")
            .should()
            .bePackagePrivate();

    @ArchTest
    static final ArchRule MODES_HAVE_NO_PUBLIC_CLASSES = classes()
            .that()
            .resideInAnyPackage(MODES)
            .and()
            .areNotInterfaces()
            .should()
            .bePackagePrivate();
}
