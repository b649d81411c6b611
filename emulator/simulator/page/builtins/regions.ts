/** A province, a city or a district with its code of GB/T 2260. */
export interface Region {
  readonly code: string
  readonly name: string
  /** Of a city. */
  readonly postcode?: string
  readonly inside: readonly Region[]
}

type City = readonly [code: string, name: string, postcode: string, districts: string]

const province = (code: string, name: string, cities: readonly City[]): Region => ({
  code,
  name,
  inside: cities.map(([cityCode, cityName, postcode, districts]) => ({
    code: cityCode,
    name: cityName,
    postcode,
    inside: districts.split(' ').map((district) => ({
      code: district.slice(0, 6),
      name: district.slice(6),
      inside: [],
    })),
  })),
})

/** Enough of China to choose from, not all of it: names and codes are the official ones (GB/T 2260). */
export const REGIONS: readonly Region[] = [
  province('110000', '北京市', [
    [
      '110100',
      '北京市',
      '100000',
      '110101东城区 110102西城区 110105朝阳区 110106丰台区 110107石景山区 110108海淀区',
    ],
  ]),
  province('120000', '天津市', [
    ['120100', '天津市', '300000', '120101和平区 120102河东区 120103河西区 120104南开区 120116滨海新区'],
  ]),
  province('310000', '上海市', [
    ['310100', '上海市', '200000', '310101黄浦区 310104徐汇区 310105长宁区 310106静安区 310115浦东新区'],
  ]),
  province('320000', '江苏省', [
    ['320100', '南京市', '210000', '320102玄武区 320104秦淮区 320105建邺区 320106鼓楼区'],
    ['320500', '苏州市', '215000', '320505虎丘区 320506吴中区 320507相城区 320508姑苏区'],
  ]),
  province('330000', '浙江省', [
    ['330100', '杭州市', '310000', '330102上城区 330106西湖区 330108滨江区 330110余杭区'],
    ['330200', '宁波市', '315000', '330203海曙区 330205江北区 330212鄞州区'],
  ]),
  province('420000', '湖北省', [
    ['420100', '武汉市', '430000', '420102江岸区 420103江汉区 420106武昌区 420111洪山区'],
    ['420500', '宜昌市', '443000', '420502西陵区 420503伍家岗区 420506夷陵区'],
  ]),
  province('440000', '广东省', [
    ['440100', '广州市', '510000', '440103荔湾区 440104越秀区 440105海珠区 440106天河区'],
    ['440300', '深圳市', '518000', '440303罗湖区 440304福田区 440305南山区 440306宝安区'],
    ['440400', '珠海市', '519000', '440402香洲区 440403斗门区 440404金湾区'],
  ]),
  province('500000', '重庆市', [
    ['500100', '重庆市', '400000', '500101万州区 500102涪陵区 500103渝中区 500105江北区 500106沙坪坝区'],
  ]),
  province('510000', '四川省', [
    ['510100', '成都市', '610000', '510104锦江区 510105青羊区 510106金牛区 510107武侯区'],
    ['510700', '绵阳市', '621000', '510703涪城区 510704游仙区 510705安州区'],
  ]),
]
