// Small versions of problems that the adversary found and that are fixed: they must stay without a finding.
import { describe, expect, it } from "vitest";
import { fitSync, ridge } from "../../src/index.js";
import { SOLVER_NAMES } from "../helpers/fits.js";
import { FORMS } from "../helpers/forms.js";
import { fitProblem } from "./call.js";
import { readBack } from "./problem.js";
import { judge } from "./verdict.js";

const MENDED = [
  `{"form":{"family":"tweedie","link":"sqrt","power":0},"x":[[2],[-0.4]],"y":[1,0],"intercept":true,"standardize":false,"storage":"rows","solver":"coordinate-descent"}`,
  `{"form":{"family":"tweedie","link":"sqrt","power":0},"x":[[-1],[0],[2]],"y":[1,-0.3,-0.4],"intercept":true,"standardize":false,"storage":"rows","solver":"lbfgs"}`,
  `{"form":{"family":"binomial","link":"cauchit","quasi":true},"x":[[2,6],[-2,8],[-1,9]],"y":[0,500,1000],"intercept":true,"standardize":false,"trials":[10,1000,1000],"bounds":{"lower":["-Infinity",-1000],"upper":["Infinity",0.01]},"storage":"rows","solver":"auto"}`,
  `{"form":{"family":"poisson","link":"sqrt"},"x":[[1,-0.66],[1,-2.5],[0,2.3],[-2,2.2],[-2,-1.2]],"y":[0.4,3,0.3,2,4],"intercept":true,"standardize":false,"bounds":{"lower":[-1000,0.5],"upper":[0.01,2]},"storage":"rows","solver":"auto"}`,
  `{"form":{"family":"binomial","link":"cloglog"},"x":[[],[]],"y":[1e-9,0],"intercept":true,"standardize":false,"storage":"rows","solver":"auto"}`,
  `{"form":{"family":"gamma","link":"inverse"},"x":[[2.740000009536743,8.220000267028809],[1.3600000143051147,4.079999923706055],[-2.4700000286102295,-7.409999847412109]],"y":[4.999999636157847,4.999999995333905,5.000000139635096],"intercept":true,"standardize":false,"storage":"rows","solver":"auto"}`,
  `{"form":{"family":"inverse-gaussian","link":"identity"},"x":[[1.909999966621399,-0.09000000357627869,3.7300000190734863],[-2.880000114440918,0.6000000238418579,-5.159999847412109],[0.23000000417232513,1.7899999618530273,2.25],[-1.2799999713897705,-2.9000000953674316,-5.460000038146973]],"y":[0.8,0.06,0.7,0.3],"intercept":true,"standardize":false,"storage":"rows","solver":"auto"}`,
  `{"form":{"family":"gamma","link":"log"},"x":[[1000000000001,999998],[1000000000002,1000001]],"y":[0.9,2],"intercept":false,"standardize":false,"weights":[1,1000000],"storage":"rows","solver":"newton"}`,
  `{"form":{"family":"poisson","link":"log"},"x":[[1],[1],[1]],"y":[100,1,10000],"intercept":true,"standardize":false,"noises":[{"noise":"poisson","strength":[1]}],"approximation":"monte-carlo","copies":1,"seed":242,"storage":"rows","solver":"newton"}`,
  `{"form":{"family":"gamma","link":"log"},"x":[[0]],"y":[4],"intercept":false,"standardize":false,"noises":[{"noise":"poisson","strength":[1]},{"noise":"laplace","strength":[0.9]}],"approximation":"monte-carlo","copies":1,"seed":836,"storage":"rows","solver":"coordinate-descent"}`,
  `{"form":{"family":"inverse-gaussian","link":"inverse"},"x":[[2],[2]],"y":[1,2],"intercept":true,"standardize":false,"noises":[{"noise":"poisson","strength":[1]}],"approximation":"monte-carlo","copies":1,"seed":898,"storage":"rows","solver":"auto"}`,
  `{"form":{"family":"gaussian","link":"log"},"x":[[]],"y":[-0.6],"intercept":true,"standardize":false,"constraint":{"ball":"l2","radius":3},"storage":"rows","solver":"auto"}`,
  `{"form":{"family":"tweedie","link":"inverse-squared","power":1.5},"x":[[]],"y":[0],"intercept":true,"standardize":false,"constraint":{"ball":"l1","radius":0.01},"storage":"rows","solver":"coordinate-descent"}`,
  `{"form":{"family":"poisson","link":"identity"},"x":[[1,0],[2,-1],[3,2]],"y":[5,0,0],"intercept":true,"standardize":false,"constraint":{"ball":"l2","radius":3},"storage":"rows","solver":"auto"}`,
  `{"form":{"family":"gamma","link":"identity"},"x":[[1001],[1000],[1000]],"y":[1,2,4],"intercept":true,"standardize":false,"constraint":{"ball":"l1","radius":0.01},"storage":"rows","solver":"auto"}`,
  `{"form":{"family":"negative-binomial","link":"identity","theta":30},"x":[[2],[0]],"y":[0,10000],"intercept":true,"standardize":false,"constraint":{"ball":"l2","radius":0.01},"storage":"rows","solver":"newton-cg"}`,
  `{"form":{"family":"gamma","link":"inverse-squared"},"x":[[1],[0]],"y":[1,0.3],"intercept":true,"standardize":false,"constraint":{"ball":"l1","radius":0.01},"storage":"rows","solver":"coordinate-descent"}`,
  `{"form":{"family":"poisson","link":"log"},"x":[[0.38,-1],[-1.4,-1]],"y":[5,0],"intercept":false,"standardize":false,"constraint":{"ball":"l1","radius":0.01},"storage":"rows","solver":"coordinate-descent"}`,
  `{"form":{"family":"poisson","link":"identity"},"x":[[1]],"y":[0],"intercept":false,"standardize":false,"storage":"rows","solver":"auto"}`,
  `{"form":{"family":"binomial","link":"identity"},"x":[[-1],[1]],"y":[1,0],"intercept":true,"standardize":false,"storage":"rows","solver":"lbfgs"}`,
  `{"form":{"family":"binomial","link":"log"},"x":[[1],[-1],[0]],"y":[0,1,1],"intercept":true,"standardize":false,"storage":"rows","solver":"newton"}`,
  `{"form":{"family":"binomial","link":"log"},"x":[[],[]],"y":[0,1],"intercept":true,"standardize":false,"exposure":[1,0.1],"storage":"rows","solver":"auto"}`,
  `{"form":{"family":"poisson","link":"sqrt"},"x":[[1],[5]],"y":[1,0],"intercept":true,"standardize":false,"bounds":{"lower":[0.5],"upper":[2]},"storage":"rows","solver":"coordinate-descent"}`,
  `{"form":{"family":"inverse-gaussian","link":"inverse-squared"},"x":[[-2],[0.9]],"y":[1,2],"intercept":true,"standardize":false,"bounds":{"lower":[0.5],"upper":[2]},"storage":"rows","solver":"coordinate-descent"}`,
  `{"form":{"family":"binomial","link":"loglog"},"x":[[2],[-2]],"y":[0,900],"intercept":true,"standardize":false,"trials":[2,1000],"storage":"rows","solver":"newton-cg"}`,
  `{"form":{"family":"binomial","link":"probit"},"x":[[1,2,0],[2,-1,1],[3,2,-2]],"y":[0,1,0],"intercept":true,"standardize":false,"storage":"dense by column","solver":"coordinate-descent"}`,
  `{"form":{"family":"negative-binomial","link":"log","theta":0.1},"x":[[1,0,-2.009999990463257],[0,0,-0.5]],"y":[0,3],"intercept":true,"standardize":false,"storage":"32-bit by row","solver":"newton-cg"}`,
  `{"form":{"family":"tweedie","link":"inverse-squared","power":1.2},"x":[[1,0,2],[2,-2,3],[-2,2,-3],[-2,0,-0.1]],"y":[1,0,5,1],"intercept":true,"standardize":false,"storage":"rows","solver":"coordinate-descent"}`,
  `{"form":{"family":"poisson","link":"log"},"x":[[-1,-1],[2,1],[-1,0],[-1,-1],[-1,-1]],"y":[0,0,0,0,1],"repeat":[15,10,49,22,1],"intercept":true,"standardize":false,"storage":"sparse by row","solver":"newton-cg"}`,
  `{"form":{"family":"binomial","link":"cloglog"},"x":[[-2]],"y":[1],"intercept":false,"standardize":false,"storage":"rows","solver":"coordinate-descent","start":{"intercept":0,"coefficients":[-14792921945.840483]}}`,
  `{"form":{"family":"gaussian","link":"log"},"x":[[],[]],"y":[-0.4,-1],"intercept":true,"standardize":false,"storage":"rows","solver":"coordinate-descent","start":{"intercept":-36.514899252235566,"coefficients":[]}}`,
  `{"form":{"family":"negative-binomial","link":"log","theta":"estimate"},"x":[[]],"y":[0],"intercept":true,"standardize":false,"storage":"rows","solver":"coordinate-descent"}`,
  `{"form":{"family":"binomial","link":"cloglog"},"x":[[2],[1],[-1]],"y":[1,0,1],"intercept":true,"standardize":false,"offset":[-0.5,-0.5,30],"storage":"rows","solver":"newton-cg"}`,
  `{"form":{"family":"negative-binomial","link":"log","theta":30},"x":[[1],[2]],"y":[1,1],"intercept":true,"standardize":false,"weights":[5e-300,1e-300],"offset":[0,1],"storage":"rows","solver":"coordinate-descent"}`,
  `{"form":{"family":"tweedie","link":"inverse","power":1},"x":[[0],[1]],"y":[0,10000],"intercept":true,"standardize":false,"penalty":{"lambda":1e-8,"share":0.5,"scale":"mean"},"storage":"rows","solver":"auto"}`,
  `{"form":{"family":"poisson","link":"log"},"x":[[0.5,0],[-0.9,1]],"y":[200000000000,1000000000000],"intercept":true,"standardize":false,"penalty":{"lambda":1,"share":0,"scale":"mean"},"storage":"rows","solver":"coordinate-descent"}`,
  `{"form":{"family":"gaussian","link":"log"},"x":[[-1.87],[2.49]],"y":[-600000,-600000],"intercept":false,"standardize":false,"offset":[30,0],"storage":"rows","solver":"coordinate-descent"}`,
  `{"form":{"family":"tweedie","link":"inverse","power":0},"x":[[1],[2]],"y":[0.5,-0.02],"intercept":false,"standardize":false,"storage":"rows","solver":"coordinate-descent"}`,
  `{"form":{"family":"binomial","link":"log"},"x":[[0],[2]],"y":[0,1],"intercept":true,"standardize":false,"bounds":{"lower":[0.5],"upper":[2]},"noises":[{"noise":"laplace","strength":[1]}],"approximation":"monte-carlo","copies":4,"seed":900,"storage":"rows","solver":"auto"}`,
  `{"form":{"family":"inverse-gaussian","link":"inverse"},"x":[[1,1,-1,1],[1,-2,-1,0],[0,2,0,0],[-2,1,2,0],[2,1,0,0],[1,-1,1,0],[2,0,1,0],[0,1,-1,0],[-1,-1,2,0],[2,-1,-2,0]],"y":[2,1,1,4,3,3,3,4,1,3],"intercept":true,"standardize":true,"bounds":{"lower":["-Infinity",0.5,"-Infinity",-1000],"upper":[0,2,0,0.01]},"noises":[{"noise":"dropout","strength":[0.5,0.01,0.9,0.3]}],"approximation":"monte-carlo","copies":1,"seed":430,"storage":"sparse by column","solver":"coordinate-descent"}`,
  `{"form":{"family":"binomial","link":"loglog"},"x":[[1000000],[0.002],[-1000000]],"y":[0,10,0],"intercept":true,"standardize":false,"trials":[1000,10,10],"bounds":{"lower":[0.5],"upper":[2]},"storage":"rows","solver":"coordinate-descent"}`,
  `{"form":{"family":"gaussian","link":"log"},"x":[[-1],[2]],"y":[0.000002,-1e-7],"intercept":true,"standardize":false,"exposure":[0.1,2],"constraint":{"ball":"l2","radius":0.5},"storage":"rows","solver":"auto"}`,
  `{"form":{"family":"inverse-gaussian","link":"identity"},"x":[[-2],[-1]],"y":[2e-13,10000],"intercept":true,"standardize":false,"constraint":{"ball":"l1","radius":3},"storage":"rows","solver":"coordinate-descent"}`,
  `{"form":{"family":"binomial","link":"log"},"x":[[0],[-2],[1]],"y":[1,0,1],"intercept":true,"standardize":false,"exposure":[1,1,1000000],"storage":"rows","solver":"newton-cg"}`,
  `{"form":{"family":"binomial","link":"log"},"x":[[1],[0]],"y":[0,1],"intercept":true,"standardize":false,"exposure":[0.1,2],"storage":"rows","solver":"newton-cg"}`,
  `{"form":{"family":"binomial","link":"identity"},"x":[[0],[1],[1],[1],[1]],"y":[1,1,1,0,1],"intercept":true,"standardize":false,"offset":[0.18,0.13,0.28,0.04,0.1],"storage":"rows","solver":"coordinate-descent"}`,
  `{"form":{"family":"binomial","link":"log"},"x":[[-2],[-1],[1]],"y":[1,1,0],"intercept":true,"standardize":false,"exposure":[10,2,2],"storage":"rows","solver":"auto"}`,
  `{"form":{"family":"binomial","link":"log"},"x":[[-1],[-2],[-2]],"y":[1,0.5,1],"intercept":true,"standardize":false,"exposure":[1,2,1000000],"storage":"rows","solver":"coordinate-descent"}`,
  `{"form":{"family":"tweedie","link":"inverse-squared","power":0},"x":[[0],[1]],"y":[1.160275031000291,-0.7998142687937382],"intercept":true,"standardize":false,"storage":"rows","solver":"auto"}`,
  `{"form":{"family":"gaussian","link":"inverse"},"x":[[0],[1],[0]],"y":[-2,3,0],"intercept":true,"standardize":false,"storage":"rows","solver":"newton-cg"}`,
  `{"form":{"family":"gaussian","link":"inverse"},"x":[[2,2],[1,2],[1,1]],"y":[1.418,-0.8585,-0.1529],"intercept":true,"standardize":false,"noises":[{"noise":"poisson","strength":[0,1]}],"approximation":"monte-carlo","copies":1,"seed":422,"storage":"rows","solver":"coordinate-descent"}`,
  `{"form":{"family":"gaussian","link":"inverse"},"x":[[1,0],[2,-1],[3,1],[4,0],[5,-1],[6,2],[7,-2]],"y":[-0.36660175246697174,-1.342816802839783,-0.3379553397525912,-0.7813419100480814,-0.6558541998903694,1.701131296464114,-0.010624847429102633],"intercept":true,"standardize":false,"weights":[5e-300,3e-300,3e-300,3e-300,5e-300,4e-300,5e-300],"bounds":{"lower":[-1,"-Infinity"],"upper":[1,"Infinity"]},"storage":"32-bit by column","solver":"auto"}`,
  `{"form":{"family":"gaussian","link":"inverse"},"x":[[0,0,-2,1,1],[-2,0,0,2,0],[-2,0,2,3,0],[-1,0,-1,4,0],[0,0,1,5,0],[-2,0,0,6,0],[0,0,0,7,0]],"y":[-0.14722713996442324,0.016984537461486877,-0.9961627272508733,1.8882606387957774,-0.19975128563008474,1.3652324549028239,1.586128997651129],"intercept":true,"standardize":false,"storage":"32-bit by row","solver":"coordinate-descent"}`,
  `{"form":{"family":"negative-binomial","link":"sqrt","theta":30},"x":[[1,1.05,1,0,-2.08],[2,-1.58,0,2,-0.12],[3,-1.43,1,2,1.93],[4,0.38,1,2,2.19],[5,2.33,1,1,2.51],[6,1.24,0,2,-2.73]],"y":[4,0,1,4,3,4],"intercept":true,"standardize":false,"storage":"rows","solver":"newton-cg"}`,
  `{"form":{"family":"negative-binomial","link":"sqrt","theta":100000000},"x":[[-2,0,1,2],[-1,0,2,1],[-2,0,3,1],[2,0,4,1]],"y":[0,0,0,0],"intercept":true,"standardize":false,"offset":[0.04,0.24,0.11,0.04],"storage":"rows","solver":"lbfgs"}`,
  `{"form":{"family":"negative-binomial","link":"identity","theta":1.7},"x":[[1,2,-2,1,1],[0,0,-1,0,0],[1,1,-1,0,0],[0,-1,2,0,0],[1,0,-1,0,0],[0,0,2,0,0],[1,-1,1,0,0],[0,0,1,0,0],[0,2,-1,0,0],[0,-1,-1,0,0],[0,2,2,0,0]],"y":[0,0,0,3,0,0,0,0,0,0,0],"intercept":true,"standardize":false,"storage":"rows","solver":"lbfgs"}`,
  `{"form":{"family":"poisson","link":"sqrt"},"x":[[-3,2,1,0,1],[0.7,0.8,0,-2,0]],"y":[0,2],"intercept":true,"standardize":false,"noises":[{"noise":"dropout","strength":[0.3,0.9,0.5,0.01,0]}],"approximation":"monte-carlo","copies":4,"seed":987,"storage":"rows","solver":"newton-cg"}`,
  `{"form":{"family":"binomial","link":"cauchit"},"x":[[1]],"y":[0],"intercept":false,"standardize":true,"weights":[1000000],"constraint":{"ball":"l2","radius":0.01},"storage":"rows","solver":"auto"}`,
  `{"form":{"family":"gaussian","link":"inverse"},"x":[[2],[1]],"y":[1.6,-0.95],"intercept":true,"standardize":false,"constraint":{"ball":"l2","radius":0.5},"storage":"rows","solver":"coordinate-descent"}`,
  `{"form":{"family":"binomial","link":"log"},"x":[[-200000],[600000000000]],"y":[1,0],"intercept":true,"standardize":false,"bounds":{"lower":[0.5],"upper":[2]},"storage":"rows","solver":"auto"}`,
  `{"form":{"family":"poisson","link":"sqrt"},"x":[[0,-1],[-2,-1],[-2,2],[-2,0],[2,2],[1,2],[-1,0],[2,0],[-1,1]],"y":[0,0,0,0,0,0,0,0,0],"intercept":true,"standardize":false,"bounds":{"lower":[0.5,-1000],"upper":[2,0.01]},"storage":"rows","solver":"auto"}`,
  `{"form":{"family":"poisson","link":"log"},"x":[[],[],[],[],[],[],[],[],[],[]],"y":[0,0,3,0,0,1,0,1,0,0],"intercept":true,"standardize":false,"offset":[-0.5,-0.5,-0.5,0,-0.5,0,-0.5,-1.8089769286481523,30,-0.5],"storage":"rows","solver":"newton-cg"}`,
  `{"form":{"family":"negative-binomial","link":"log","theta":30},"x":[[],[],[],[],[],[],[],[],[],[],[],[]],"y":[5,1,4,2,3,1,4,1,5,2,4,3],"intercept":true,"standardize":false,"offset":[1,0.47987652712847645,-0.5,30,30,30,-0.34027146923201024,-0.5,1,30,-0.5,1],"storage":"rows","solver":"lbfgs"}`,
  `{"form":{"family":"binomial","link":"logit"},"x":[[],[],[],[],[],[]],"y":[10,1000,10,10,10,1],"intercept":true,"standardize":false,"trials":[10,1000,10,10,10,2],"offset":[-0.5,30,1,0,1.2327634800095968,0.4148476636945761],"storage":"rows","solver":"coordinate-descent"}`,
  `{"form":{"family":"binomial","link":"loglog"},"x":[[-3,-3,2000000],[-4,-4,-0.02],[2,2,-2],[-2,-2,1],[-8,-8,-0.8],[-5,-5,-3],[0.9,0.9,-3],[-4,-4,2]],"y":[0,1,0,1,0,0,1,0],"intercept":true,"standardize":false,"noises":[{"noise":"laplace","strength":[0,3,0]}],"approximation":"monte-carlo","copies":1,"seed":611,"storage":"rows","solver":"newton-cg"}`,
  `{"form":{"family":"gaussian","link":"log"},"x":[[-1.5,-4.5],[2.25,6.75],[-1.6699999570846558,-5.010000228881836]],"y":[0.5,-0.8,-2],"intercept":true,"standardize":false,"storage":"32-bit by row","solver":"lbfgs"}`,
  `{"form":{"family":"poisson","link":"log"},"x":[[5,2],[10,0]],"y":[0,0],"intercept":true,"standardize":false,"noises":[{"noise":"laplace","strength":[0.3,0.5]}],"approximation":"gaussian","storage":"rows","solver":"auto","start":{"intercept":-137.31437905114802,"coefficients":[16.963430497932723,-12.155867534141015]}}`,
  `{"form":{"family":"tweedie","link":"identity","power":1.9},"x":[[]],"y":[0],"intercept":true,"standardize":false,"storage":"rows","solver":"lbfgs"}`,
  `{"form":{"family":"binomial","link":"log"},"x":[[0],[-2000000000000],[-2000000000000],[0]],"y":[1,0,0,0],"intercept":true,"standardize":false,"weights":[4000000000000,1000000000000,3000000000000,9000000000000],"storage":"rows","solver":"lbfgs"}`,
  `{"form":{"family":"tweedie","link":"inverse-squared","power":3},"x":[[1,2],[1,-0.6],[-2,-1]],"y":[10000,0.25,10000],"intercept":true,"standardize":false,"storage":"rows","solver":"lbfgs"}`,
  `{"form":{"family":"tweedie","link":"inverse-squared","power":2.5},"x":[[0],[-0.002],[0.001]],"y":[10000,0.3,10000],"intercept":true,"standardize":false,"storage":"rows","solver":"newton","start":{"intercept":1.6121498856005134,"coefficients":[-0.5623979790652657]}}`,
  `{"form":{"family":"gamma","link":"inverse"},"x":[[2,1],[1,2]],"y":[2,0.3],"intercept":false,"standardize":false,"bounds":{"lower":[-1000,0],"upper":[0.01,0]},"storage":"rows","solver":"coordinate-descent"}`,
  `{"form":{"family":"gamma","link":"inverse-squared"},"x":[[-2,2],[2,-0.7],[2,1]],"y":[1,1,10000],"intercept":false,"standardize":false,"storage":"rows","solver":"auto"}`,
  `{"form":{"family":"gaussian","link":"inverse"},"x":[[1,-1,-2,-1]],"y":[1000000007],"intercept":false,"standardize":false,"noises":[{"noise":"multiplicative","strength":[0,0.5,0,0.01]}],"approximation":"monte-carlo","copies":2,"seed":429,"start":{"intercept":0,"coefficients":[-2.7967179296072993,-22.440519584850346,10.689194044863532,10.650473045848653]},"storage":"32-bit by column","solver":"newton-cg"}`,
  `{"form":{"family":"tweedie","link":"log","power":1},"x":[[1],[2]],"y":[0,0],"intercept":true,"standardize":false,"constraint":{"ball":"l1","radius":3},"noises":[{"noise":"poisson","strength":[0]},{"noise":"laplace","strength":[0.9]}],"approximation":"gaussian","storage":"rows","solver":"coordinate-descent"}`,
  `{"form":{"family":"binomial","link":"log"},"x":[[-0.002],[-2000000000000]],"y":[0,1],"intercept":false,"standardize":false,"start":{"intercept":0,"coefficients":[11.353784209962177]},"storage":"rows","solver":"auto"}`,
  `{"form":{"family":"gaussian","link":"inverse"},"x":[[1],[2]],"y":[0,0],"intercept":true,"standardize":false,"storage":"rows","solver":"auto"}`,
  `{"form":{"family":"tweedie","link":"inverse","power":1},"x":[[-0.37,1.39,0,-2,1],[0.1,-0.56,1,2,-1],[1.75,-2.03,0,1,1],[2.74,2.54,0,-1,0],[-0.65,-2.33,1,0,0],[-1.16,0.4,1,1,0],[0.17,0.63,0,1,1],[0.97,2.29,0,-2,0],[-0.09,-2.51,0,1,-2],[-1,0.76,0,0,-1]],"y":[100,100,10000,100,10000,100,0,10000,100,1],"intercept":true,"standardize":false,"weights":[4e-300,2e-300,5e-300,1e-300,2e-300,4e-300,3e-300,1e-300,4e-300,5e-300],"storage":"rows","solver":"newton-cg"}`,
  `{"form":{"family":"tweedie","link":"inverse","power":1},"x":[[2,1000000000000000,-2],[1,1000000000000000,-1],[1,1000000000000000,2],[2,1000000000000000,-1]],"y":[10000,1,0,100],"intercept":false,"standardize":false,"storage":"rows","solver":"auto","start":{"intercept":0,"coefficients":[-0.09365291476935589,1.9106062230666558e-16,0.001827319096018602]}}`,
  `{"form":{"family":"inverse-gaussian","link":"inverse-squared"},"x":[[1,1,2,-0.07999999821186066,9.999999974752427e-7],[2,0,1,-2.2200000286102295,9.999999974752427e-7],[3,0,2,-0.2800000011920929,0.0010000000474974513],[4,0,-2,-2.200000047683716,1000],[5,0,-2,2.8499999046325684,0]],"y":[10000,100,1,0.25,10000],"intercept":true,"standardize":true,"weights":[4000000000000,2000000000000,5000000000000,6000000000000,6000000000000],"offset":[0.3,0.09,0.2,0.12,0.28],"penalty":{"lambda":0.001,"share":1,"scale":"mean","factors":[1,2,1,"Infinity",0.1]},"storage":"32-bit by column","solver":"auto"}`,
  `{"form":{"family":"gaussian","link":"inverse"},"x":[[],[],[],[],[],[],[],[]],"y":[0,0,0,0,0,0,0,0],"intercept":true,"standardize":false,"start":{"intercept":-0.06448145420206655,"coefficients":[]},"storage":"sparse by row","solver":"newton"}`,
  `{"form":{"family":"tweedie","link":"sqrt","power":1.2},"x":[[-1,-2,0,1,1.93],[-1,-1,0,0,-2.21]],"y":[1,0],"intercept":true,"standardize":false,"offset":[0.23,0.1],"bounds":{"lower":[0.5,"-Infinity","-Infinity","-Infinity",-1],"upper":[2,0,"Infinity","Infinity",1]},"storage":"rows","solver":"auto"}`,
  `{"form":{"family":"negative-binomial","link":"identity","theta":"estimate"},"x":[[1.2100000001400721,-1,0,0],[-2.019999999940978,-2,1,1000000000000],[-0.35999999993048554,-1,0,-0.001],[0.08999999991295395,-1,0,0],[0.5600000002001663,0,0,2000000],[2.6099999999990318,2,0,0],[2.1199999999270447,2,0,-0.002]],"y":[3,2,2,4,0,3,4],"intercept":true,"standardize":false,"weights":[8000000000000,1000000000000,3000000000000,6000000000000,5000000000000,9000000000000,4000000000000],"storage":"rows","solver":"auto"}`,
  `{"form":{"family":"poisson","link":"sqrt"},"x":[[0,1],[-2,0],[1,0]],"y":[3,5,0],"intercept":true,"standardize":false,"weights":[1,1,2],"offset":[0.11,0.29,0.15],"storage":"dense by row","solver":"newton"}`,
  `{"form":{"family":"tweedie","link":"inverse","power":1},"x":[[-2.83,1],[0.39,0],[-1.41,1],[-1.97,0],[0.36,0]],"y":[0,1,100,0,10000],"intercept":true,"standardize":false,"penalty":{"lambda":0.001,"share":0.5,"scale":"mean"},"bounds":{"lower":[-1,0.5],"upper":[1,2]},"storage":"sparse by row","solver":"auto"}`,
  `{"form":{"family":"gaussian","link":"identity"},"x":[[0.23,0,1.42,0,-2.57],[-0.63,1,1.74,0,1],[0.03,0,-0.11,0,2.29]],"y":[-392217466430.1601,-75131168483.26595,-896944965222.5131],"intercept":true,"standardize":false,"penalty":{"lambda":10,"share":1,"scale":"mean"},"storage":"dense by column","solver":"coordinate-descent"}`,
  `{"form":{"family":"inverse-gaussian","link":"identity"},"x":[[0,1000000,1000000,2],[1,-2,0,1],[0,-1,-1,-2]],"y":[5,1,3],"intercept":true,"standardize":false,"weights":[1e-300,1,1000000],"storage":"dense by row","solver":"lbfgs"}`,
  `{"form":{"family":"binomial","link":"logit"},"x":[[0,0],[0,1],[2,0]],"y":[94,0,10],"intercept":false,"standardize":false,"trials":[1000,2,10],"weights":[1,1,1],"offset":[2,0,-0.5],"bounds":{"lower":[-1,"-Infinity"],"upper":[1,"Infinity"]},"noises":[{"noise":"multiplicative","strength":[0,3]}],"approximation":"quadratic","storage":"dense by column","solver":"coordinate-descent"}`,
  `{"form":{"family":"binomial","link":"loglog"},"x":[[0,0,2],[0,2,0],[0,1,2],[0,-2,-2]],"y":[10,0,392,0],"intercept":true,"standardize":true,"trials":[10,10,1000,10],"weights":[0.5,2,1,0.5],"offset":[-0.5,-0.5,30,-0.5],"storage":"rows","solver":"lbfgs"}`,
  `{"form":{"family":"poisson","link":"log"},"x":[[-1.91,-1.910000071720991],[1.67,1.6700000144974287],[0.8,0.8000000693124292],[0.44,0.4400001795287117],[-2.29,-2.2899999441078145],[-2.96,-2.9600000371278843]],"y":[0,10000,100,1,10000,1],"intercept":true,"standardize":false,"constraint":{"ball":"l2","radius":0.5},"storage":"sparse by column","solver":"newton-cg"}`,
  `{"form":{"family":"gamma","link":"inverse"},"x":[[0,2,1,1],[2,1,0,0]],"y":[1,5],"intercept":true,"standardize":false,"noises":[{"noise":"multiplicative","strength":[0.01,0,0.9,0]}],"approximation":"quadratic","unlabeled":{"x":[[0,0,1,1],[0,2,0,0],[2,0,0,0],[0,2,0,1]],"weight":0.01},"storage":"32-bit by column","solver":"auto"}`,
  `{"form":{"family":"inverse-gaussian","link":"inverse-squared"},"x":[[-0.0006399999838322401,1,0],[-0.002300000051036477,2,-9.999999960041972e-13],[-0.0006600000197067857,3,0],[-0.002520000096410513,4,-2000]],"y":[5.0000004948361045,4.999999902072996,5.000000034032965,5.000000063728235],"intercept":false,"standardize":true,"weights":[0,0,1,0],"noises":[{"noise":"multiplicative","strength":[3,0.9,0]}],"approximation":"quadratic","unlabeled":{"x":[[-0.002520000096410513,4,-2000],[0,2,0],[-0.002300000051036477,0,-9.999999960041972e-13]],"weight":0.01},"storage":"32-bit by row","solver":"auto"}`,
  `{"form":{"family":"multinomial","link":"logit"},"x":[[2,2,-1.04],[-1,-2,0.96],[-1,-2,-1.78],[1,0,-2.72],[2,2,1.32],[-2,-2,1.76],[1,-1,2.94],[1,2,-0.07],[1,2,0.58],[1,-1,-1.61]],"y":[0,0,1,1,2,2,3,3,2,0],"intercept":true,"standardize":false,"noises":[{"noise":"additive","strength":[0.01,3,0.9]}],"approximation":"quadratic","unlabeled":{"x":[[0,2,-1.04],[0,0,-0.07]],"weight":0.5},"start":{"intercept":[21.36484927364142,-32.43126955635768,6.72119896809076,-50.14253589367963],"coefficients":[[23.674286210517298,10.290821640867946,-6.436196961933601],[-22.084273174582783,-5.744294457339992,32.91915799588885],[67.46692515575086,-35.42000534917881,-41.618910066693765],[75.84123630975844,7.987518156010621,-28.68208120498233]]},"storage":"dense by column","solver":"coordinate-descent"}`,
  `{"form":{"family":"binomial","link":"log"},"x":[[-1,0,-2.009999990463257,-0.5199999809265137,1],[-1,0,-1.3600000143051147,1.9900000095367432,2],[0,0,-2.8499999046325684,0.5299999713897705,3],[1,0,-2.119999885559082,-0.11999999731779099,4],[-2,0,-1.7000000476837158,1.7200000286102295,5],[0,0,-2.2699999809265137,-2.0899999141693115,6],[2,1,0.949999988079071,0.009999999776482582,7],[0,0,-1.340000033378601,1.9700000286102295,8],[0,0,2.759999990463257,0.23999999463558197,9]],"y":[0,0,0,0,0,1,0,0,0],"intercept":true,"standardize":false,"bounds":{"lower":[-1000,0,0,"-Infinity",0],"upper":[0.01,0,"Infinity","Infinity","Infinity"]},"storage":"32-bit by column","solver":"coordinate-descent"}`,
  `{"form":{"family":"binomial","link":"log"},"x":[[0,-2,-2.45,0,-1.06],[0,-1,2.1,1,-0.3],[0,-1,-1.23,1,2.05],[1,-2,2.03,1,2.23],[1,-1,2.8,0,-0.78],[1,1,1.73,1,-1.34],[0,-2,-0.48,0,1.48],[1,-1,1.39,1,-1.01],[1,0,0.15,0,0.3]],"y":[1,0,0,0,0,0,0,0,0],"intercept":true,"standardize":false,"weights":[4e-300,4e-300,1e-300,3e-300,4e-300,1e-300,1e-300,5e-300,2e-300],"penalty":{"lambda":1e-8,"share":0,"scale":"mean","factors":[0.1,1,0,2,1]},"storage":"sparse by row","solver":"newton-cg"}`,
]; // biome-ignore format: one problem a line

describe("mended", () => {
  for (const line of MENDED) {
    const { form } = readBack(line);
    it(`${form.family} ${form.link}: ${line.slice(0, 160)}`, () => expect(judge(readBack(line)).findings).toEqual([]));
  }
});

// The row that says something weighs 1e-300: the barrier's unit was 0, and the search along the border went on for ever.
describe("fits end", () => {
  for (const { name, family, options } of FORMS.filter(({ family: f }) => f.isBounded)) {
    it(name, () => {
      const rest = family.domain.lowOpen ? 1e-9 : 0;
      for (const solver of SOLVER_NAMES) {
        const { status } = fitSync([[1], [2], [3]], [rest, 1, rest], { ...options, solver, weights: [1, 1e-300, 1] });
        expect(status.passes).toBeLessThan(10_000);
      }
    });
  }

  it("beside a column of 1e11, where rows of zeros have no rounding of their own", () => {
    const problem = readBack(
      `{"form":{"family":"binomial","link":"log"},"x":[[1,3,0,0.00000132],[2,6,-2,980000],[-1,-3,0,480000000000],[2,6,1,2.91e-12],[-2,-6,0,-0.00000216],[0,0,-2,-0.0004]],"y":[2,0,0,1,0,2],"intercept":true,"standardize":false,"trials":[10,2,1000,1,1,2],"offset":[0.25,0.09,0.01,0.07,0.19,0.17],"storage":"rows","solver":"newton"}`,
    );
    for (const solver of SOLVER_NAMES) {
      expect(fitProblem({ ...problem, solver }).model.status.passes).toBeLessThan(100_000);
    }
  });

  it("beside a column of 1e9 + i, from a start so far out that Newton's step has no length", () => {
    const problem = readBack(
      `{"form":{"family":"binomial","link":"logit"},"x":[[-2,1000000000,1,-0.000002,-900],[-1,999999999,0,-0.000002,-2500000],[1,999999999,0,-2e-12,-1290000],[-2,999999998,2,0,-0.0019],[-1,999999998,2,0,430],[1,1000000002,2,0,1090000],[-1,1000000002,2,1000,0.00000132],[-1,1000000000,-2,-0.000002,-0.00000209],[0,999999998,-2,-2000000000000,-720000]],"y":[1e-9,0,0,0,1e-9,1,0.5,1e-9,0.25],"intercept":true,"standardize":false,"weights":[6000000000000,5000000000000,4000000000000,5000000000000,3000000000000,6000000000000,2000000000000,1000000000000,6000000000000],"start":{"intercept":34.04230831509148,"coefficients":[72.05241817226177,-25.748725321573872,-36.78469198666249,-32.52941873064804,-43.056328312786874]},"storage":"dense by row","solver":"auto"}`,
    );
    const { start: _, ...rest } = problem;
    for (const solver of SOLVER_NAMES) {
      for (const one of [problem, rest]) {
        expect(fitProblem({ ...one, solver }).model.status.passes).toBeLessThan(100_000);
      }
    }
  });
});

describe("a direction to infinity keeps to the bounds", () => {
  it("where its move of a coefficient is rounding beside that of a row", () => {
    const problem = readBack(
      `{"form":{"family":"binomial","link":"log"},"x":[[0.54,-2.21e-12,-2.21e-12,0,2.15],[1.61,-6.7e-7,-6.7e-7,0,-2.89],[0.23,-2.73e-12,-2.73e-12,1,2.47],[2.75,-0.00123,-0.00123,1,-1.59],[1.56,0.00277,0.00277,0,-1.8],[-2.64,-2620000000000,-2620000000000,0,-0.94]],"y":[0,0,1,0,1,0],"intercept":true,"standardize":false,"exposure":[1000000,2,2,1000000,1,1],"bounds":{"lower":["-Infinity",0,"-Infinity","-Infinity",-1],"upper":["Infinity",0,0,0,1]},"start":{"intercept":-5467.102817740423,"coefficients":[-6215.301557162639,-1727.6179434027267,10907.98967822038,-17214.211358648034,-6664.358466600677]},"storage":"dense by column","solver":"auto"}`,
    );
    expect(fitProblem(problem).model.status.code).not.toBe("separated"); // from far out the search may give up
    const { start: _, ...rest } = problem;
    expect(fitProblem(rest).model.status.code).toBe("converged");
  });
});

describe("columns that only a small ridge tells apart", () => {
  it("are chosen among by their norm whichever solver found them to depend on each other", () => {
    const x = [1, 0, -2, 0, -1, 0, 2, 1].map((v, i) => [i + 1, v, 1e6, 2e6 + i + 1, 0.1]);
    const y = [5, 0, 0, 1000, 0, 0, 1, 0];
    const trials = [10, 2, 1, 1000, 2, 1000, 1, 2];
    const options = { family: "binomial", link: "log", trials, intercept: false } as const;
    for (const solver of SOLVER_NAMES) {
      const model = fitSync(x, y, { ...options, penalty: ridge(10, { scale: "sum" }), solver });
      expect(model.status.code, solver).toBe("converged");
      expect(model.objective, solver).toBeLessThan(0.51365205); // 0.5136757 with newton-cg
    }
  });
});
